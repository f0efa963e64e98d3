import type {
  ListTagsForResourceRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-batch';
import type { Call, Table } from '../../engine/types.ts';
import { operation, type Operations } from '../shared/operation.ts';
import { requestTagContext, resourceTagContext, type Tags } from '../shared/tags.ts';
import { definitions, endedJobs, environments, jobs, queues } from './kinds.ts';
import { clientError, refuse, shortName } from './names.ts';

interface OnArn {
  resourceArn: string | undefined;
}

/** The thing behind an ARN, with a way to keep its tags. */
function tagged({ account, region, input }: Call<OnArn>) {
  const arn = input.resourceArn ?? '';
  const kind = /:(compute-environment|job-queue|job-definition|job)\/[^/]+$/.exec(arn)?.[1];
  const of = <T extends { tags: Tags; arn: string }>(table: Table<T>) => {
    const thing = table.get(shortName(arn));
    if (thing?.arn !== arn) return undefined;
    return { tags: thing.tags, keep: (tags: Tags) => table.put({ ...(structuredClone(thing) as T), tags }) };
  };
  switch (kind) {
    case 'compute-environment':
      return of(environments(account, region));
    case 'job-queue':
      return of(queues(account, region));
    case 'job-definition':
      return of(definitions(account, region));
    case 'job':
      return of(jobs(account, region)) ?? of(endedJobs(account, region));
    default:
      return undefined;
  }
}

function known(call: Call<OnArn>) {
  const found = tagged(call);
  if (!found) throw clientError(`Resource ${call.input.resourceArn ?? ''} not found.`);
  return found;
}

const access = (call: Call<OnArn & { tags?: Tags | undefined }>) => [
  {
    resource: call.input.resourceArn ?? '',
    context: { ...resourceTagContext(tagged(call)?.tags ?? {}), ...requestTagContext(call.input.tags ?? {}) },
  },
];

export const tagOperations: Operations = {
  TagResource: operation<TagResourceRequest, object>({
    access,
    run(call) {
      const thing = known(call);
      const tags = { ...thing.tags, ...call.input.tags };
      if (Object.keys(tags).length > 50) throw refuse(call, 'A resource cannot have more than 50 tags.');
      thing.keep(tags);
      return {};
    },
  }),
  UntagResource: operation<UntagResourceRequest, object>({
    access,
    run(call) {
      const thing = known(call);
      const gone = new Set(call.input.tagKeys);
      thing.keep(Object.fromEntries(Object.entries(thing.tags).filter(([key]) => !gone.has(key))));
      return {};
    },
  }),
  ListTagsForResource: operation<ListTagsForResourceRequest, object>({
    access,
    run: (call) => ({ tags: { ...known(call).tags } }),
  }),
};
