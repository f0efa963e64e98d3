import type { AddTagsInput, DeleteTagsInput, ListTagsInput } from '@aws-sdk/client-sagemaker';
import { AwsError, type Call, type Operation } from '../../engine/types.ts';
import { requestTagContext, resourceTagContext, tagList, tagsFrom, type Tags } from '../shared/tags.ts';
import { lifecycleConfigs, notebooks } from './kinds.ts';

interface OnArn {
  ResourceArn: string;
}

interface Tagged {
  tags: Readonly<Tags>;
  keep: (tags: Tags) => void;
}

/** The thing behind an ARN, with a way to keep its tags. */
function tagged(call: Call<OnArn>): Tagged | undefined {
  const arn = call.input.ResourceArn;
  for (const table of [notebooks(call.account, call.region), lifecycleConfigs(call.account, call.region)]) {
    const things = table as ReturnType<typeof notebooks>;
    const thing = things.list().find((t) => t.arn === arn);
    if (thing !== undefined) return { tags: thing.tags, keep: (tags) => things.put({ ...thing, tags }) };
  }
  return undefined;
}

function known(call: Call<OnArn>): Tagged {
  const thing = tagged(call);
  if (thing === undefined)
    throw new AwsError('ValidationException', `The resource ${call.input.ResourceArn} does not exist.`);
  return thing;
}

const access = (call: Call<OnArn & { Tags?: AddTagsInput['Tags'] }>) => [
  {
    resource: call.input.ResourceArn,
    context: {
      ...resourceTagContext(tagged(call)?.tags ?? {}, 'sagemaker:ResourceTag/'),
      ...requestTagContext(tagsFrom(call.input.Tags)),
    },
  },
];

const add: Operation<AddTagsInput & OnArn> = {
  access,
  run(call) {
    const thing = known(call);
    const tags = { ...thing.tags, ...tagsFrom(call.input.Tags) };
    if (Object.keys(tags).length > 50)
      throw new AwsError('ResourceLimitExceeded', 'A resource cannot have more than 50 tags.');
    thing.keep(tags);
    return { Tags: tagList(tags) };
  },
};

const remove: Operation<DeleteTagsInput & OnArn> = {
  access,
  run(call) {
    const thing = known(call);
    const gone = new Set(call.input.TagKeys);
    thing.keep(Object.fromEntries(Object.entries(thing.tags).filter(([key]) => !gone.has(key))));
    return {};
  },
};

const list: Operation<ListTagsInput & OnArn> = {
  access,
  page: {
    items: 'Tags',
    input: 'NextToken',
    output: 'NextToken',
    limit: 'MaxResults',
    defaultSize: 50,
    maxSize: 100,
  },
  run: (call) => ({ Tags: tagList(known(call).tags) }),
};

export const tagOperations = { AddTags: add, DeleteTags: remove, ListTags: list };
