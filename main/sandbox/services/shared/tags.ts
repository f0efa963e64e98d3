/** Tags as most services write them: `[{Key, Value}]`. Kept in tables as a record. */
export type Tags = Record<string, string>;

export function tagsFrom(
  list: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): Tags {
  return Object.fromEntries(list.flatMap((t) => (t.Key === undefined ? [] : [[t.Key, t.Value ?? '']])));
}

export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Condition keys that a call which carries tags brings to the policies. */
export function requestTagContext(tags: Tags): Record<string, string | string[]> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  return { ...prefixed('aws:RequestTag/', tags), 'aws:TagKeys': keys };
}

/** Condition keys of the tags that a thing has; `own` adds the service's own spelling (`sagemaker:ResourceTag/`). */
export function resourceTagContext(tags: Tags, own?: string): Record<string, string> {
  return { ...prefixed('aws:ResourceTag/', tags), ...(own === undefined ? {} : prefixed(own, tags)) };
}

function prefixed(prefix: string, tags: Tags): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [prefix + key, value]));
}
