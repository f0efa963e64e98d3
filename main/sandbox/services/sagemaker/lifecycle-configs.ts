import type {
  CreateNotebookInstanceLifecycleConfigInput,
  ListNotebookInstanceLifecycleConfigsInput,
  NotebookInstanceLifecycleConfigSummary,
  UpdateNotebookInstanceLifecycleConfigInput,
} from '@aws-sdk/client-sagemaker';
import { AwsError, type Call, type Operation } from '../../engine/types.ts';
import { requestTagContext, resourceTagContext, tagsFrom } from '../shared/tags.ts';
import { lifecycleArn, lifecycleConfigs, notebooks, type LifecycleConfig } from './kinds.ts';
import { sorted, within } from './listing.ts';

interface Named {
  NotebookInstanceLifecycleConfigName: string;
}
type Create = CreateNotebookInstanceLifecycleConfigInput & Named;

function onConfig(call: Call<Named>) {
  const name = call.input.NotebookInstanceLifecycleConfigName;
  const tags = lifecycleConfigs(call.account, call.region).get(name)?.tags ?? {};
  return {
    resource: lifecycleArn(call.account, call.region, name),
    context: resourceTagContext(tags, 'sagemaker:ResourceTag/'),
  };
}

function configOf(call: Call<Named>): Readonly<LifecycleConfig> {
  const found = lifecycleConfigs(call.account, call.region).get(
    call.input.NotebookInstanceLifecycleConfigName,
  );
  if (found === undefined) throw new AwsError('ValidationException', 'RecordNotFound');
  return found;
}

/** The contents as given, after checking that each is base64: AWS answers this before it keeps them. */
function scripts(list: readonly { Content?: string | undefined }[] | undefined): string[] {
  return (list ?? []).flatMap(({ Content }) => {
    if (Content === undefined) return [];
    if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(Content))
      throw new AwsError(
        'ValidationException',
        'Content of the lifecycle configuration is not Base64 encoded.',
      );
    return [Content];
  });
}

const create: Operation<Create> = {
  access(call) {
    const tags = tagsFrom(call.input.Tags);
    const entry = { resource: onConfig(call).resource, context: requestTagContext(tags) };
    return call.input.Tags?.length ? [entry, { action: 'sagemaker:AddTags', ...entry }] : [entry];
  },
  run({ account, region, input, now }) {
    const name = input.NotebookInstanceLifecycleConfigName;
    const table = lifecycleConfigs(account, region);
    const arn = lifecycleArn(account, region, name);
    if (table.get(name) !== undefined)
      throw new AwsError(
        'ValidationException',
        `Cannot create already existing notebook instance lifecycle config (${arn}).`,
      );
    const onCreate = scripts(input.OnCreate);
    const onStart = scripts(input.OnStart);
    table.put({ name, arn, onCreate, onStart, tags: tagsFrom(input.Tags), createdAt: now, modifiedAt: now });
    return { NotebookInstanceLifecycleConfigArn: arn };
  },
};

const update: Operation<UpdateNotebookInstanceLifecycleConfigInput & Named> = {
  access: (call) => [onConfig(call)],
  run(call) {
    const config = configOf(call);
    const { input, now } = call;
    lifecycleConfigs(call.account, call.region).put({
      ...config,
      onCreate: input.OnCreate === undefined ? [...config.onCreate] : scripts(input.OnCreate),
      onStart: input.OnStart === undefined ? [...config.onStart] : scripts(input.OnStart),
      modifiedAt: now,
    });
    return {};
  },
};

const describe: Operation<Named> = {
  access: (call) => [onConfig(call)],
  run(call) {
    const config = configOf(call);
    return {
      NotebookInstanceLifecycleConfigArn: config.arn,
      NotebookInstanceLifecycleConfigName: config.name,
      OnCreate: config.onCreate.map((Content) => ({ Content })),
      OnStart: config.onStart.map((Content) => ({ Content })),
      LastModifiedTime: new Date(config.modifiedAt),
      CreationTime: new Date(config.createdAt),
    };
  },
};

const remove: Operation<Named> = {
  access: (call) => [onConfig(call)],
  run(call) {
    const config = configOf(call);
    const user = notebooks(call.account, call.region)
      .list()
      .find((n) => n.lifecycleConfig === config.name);
    if (user !== undefined)
      throw new AwsError(
        'ValidationException',
        `Unable to delete Notebook Instance Lifecycle Config (${config.arn}): it is used by Notebook Instance (${user.arn}).`,
      );
    lifecycleConfigs(call.account, call.region).delete(config.name);
    return {};
  },
};

const list: Operation<ListNotebookInstanceLifecycleConfigsInput> = {
  page: {
    items: 'NotebookInstanceLifecycleConfigs',
    input: 'NextToken',
    output: 'NextToken',
    limit: 'MaxResults',
    defaultSize: 10,
    maxSize: 100,
  },
  run({ account, region, input }) {
    const found = lifecycleConfigs(account, region)
      .list()
      .filter((c) => within(c, input));
    const by = { Name: 'name', CreationTime: 'createdAt', LastModifiedTime: 'modifiedAt' } as const;
    return {
      NotebookInstanceLifecycleConfigs: sorted(found, by[input.SortBy ?? 'Name'], input.SortOrder).map(
        (c): NotebookInstanceLifecycleConfigSummary => ({
          NotebookInstanceLifecycleConfigName: c.name,
          NotebookInstanceLifecycleConfigArn: c.arn,
          CreationTime: new Date(c.createdAt),
          LastModifiedTime: new Date(c.modifiedAt),
        }),
      ),
    };
  },
};

export const lifecycleOperations = {
  CreateNotebookInstanceLifecycleConfig: create,
  UpdateNotebookInstanceLifecycleConfig: update,
  DescribeNotebookInstanceLifecycleConfig: describe,
  DeleteNotebookInstanceLifecycleConfig: remove,
  ListNotebookInstanceLifecycleConfigs: list,
};
