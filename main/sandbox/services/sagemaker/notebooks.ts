import type {
  CreateNotebookInstanceInput,
  DescribeNotebookInstanceOutput,
  ListNotebookInstancesInput,
  NotebookInstanceSummary,
  UpdateNotebookInstanceInput,
} from '@aws-sdk/client-sagemaker';
import { randomBytes } from 'node:crypto';
import type { Call, Operation } from '../../engine/types.ts';
import { requestTagContext, resourceTagContext, tagsFrom } from '../shared/tags.ts';
import { checkCreate, checkQuota, checkRole, checkUpdate } from './checks.ts';
import { notebookArn, notebooks, type Notebook } from './kinds.ts';
import { begin, mayMove, notebookNamed, type MoveName } from './life.ts';
import { presign } from './presign.ts';
import { sorted, within } from './listing.ts';

interface Named {
  NotebookInstanceName: string;
}
type Create = CreateNotebookInstanceInput & Named & { InstanceType: string; RoleArn: string };
type Update = UpdateNotebookInstanceInput & Named;

function onNotebook(call: Call<Named>) {
  const name = call.input.NotebookInstanceName;
  const tags = notebooks(call.account, call.region).get(name)?.tags ?? {};
  return {
    resource: notebookArn(call.account, call.region, name),
    context: resourceTagContext(tags, 'sagemaker:ResourceTag/'),
  };
}

function passRole(roleArn: string | undefined) {
  if (roleArn === undefined) return [];
  const context = { 'iam:PassedToService': 'sagemaker.amazonaws.com' };
  return [{ action: 'iam:PassRole', resource: roleArn, context }];
}

function createAccess(call: Call<Create>) {
  const { input } = call;
  const resource = notebookArn(call.account, call.region, input.NotebookInstanceName);
  const tags = tagsFrom(input.Tags);
  const context = {
    ...requestTagContext(tags),
    'sagemaker:InstanceTypes': [input.InstanceType],
    'sagemaker:RootAccess': input.RootAccess ?? 'Enabled',
    'sagemaker:DirectInternetAccess': input.DirectInternetAccess ?? 'Enabled',
  };
  return [
    { resource, context },
    ...(input.Tags?.length ? [{ action: 'sagemaker:AddTags', resource, context }] : []),
    ...passRole(input.RoleArn),
  ];
}

const create: Operation<Create> = {
  access: createAccess,
  async run(call) {
    const { account, region, input, now } = call;
    const name = input.NotebookInstanceName;
    await checkCreate(call);
    checkRole(account, input.RoleArn);
    checkQuota(account, region, input.InstanceType);
    const notebook: Notebook = {
      name,
      arn: notebookArn(account, region, name),
      status: 'Pending',
      instanceType: input.InstanceType,
      roleArn: input.RoleArn,
      volumeGb: input.VolumeSizeInGB ?? 5,
      platform: input.PlatformIdentifier ?? 'notebook-al2023-v1',
      rootAccess: input.RootAccess ?? 'Enabled',
      directInternet: input.DirectInternetAccess ?? 'Enabled',
      metadataVersion: metadataVersion(input) ?? '1',
      ipAddressType: input.IpAddressType ?? 'ipv4',
      securityGroups: input.SecurityGroupIds ?? [],
      moreRepositories: input.AdditionalCodeRepositories ?? [],
      ...(input.SubnetId === undefined ? {} : { subnetId: input.SubnetId }),
      ...(input.KmsKeyId === undefined ? {} : { kmsKeyId: input.KmsKeyId }),
      ...(input.LifecycleConfigName === undefined ? {} : { lifecycleConfig: input.LifecycleConfigName }),
      ...(input.DefaultCodeRepository === undefined ? {} : { repository: input.DefaultCodeRepository }),
      tags: tagsFrom(input.Tags),
      createdAt: now,
      modifiedAt: now,
      turn: 0,
      lastUsedAt: now,
      secret: randomBytes(32).toString('hex'),
    };
    begin(account, region, notebook, 'create');
    return { NotebookInstanceArn: notebook.arn };
  },
};

function metadataVersion(
  input: CreateNotebookInstanceInput | UpdateNotebookInstanceInput,
): '1' | '2' | undefined {
  const version = input.InstanceMetadataServiceConfiguration?.MinimumInstanceMetadataServiceVersion;
  return version === undefined ? undefined : version === '2' ? '2' : '1';
}

const update: Operation<Update> = {
  access: (call) => [onNotebook(call), ...passRole(call.input.RoleArn)],
  async run(call) {
    const { account, region, input } = call;
    const notebook = notebookNamed(account, region, input.NotebookInstanceName);
    mayMove(notebook, 'update');
    await checkUpdate(call, notebook);
    if (input.RoleArn !== undefined) checkRole(account, input.RoleArn);
    const { lifecycleConfig, repository, ...rest } = notebook;
    const config = input.DisassociateLifecycleConfig
      ? undefined
      : (input.LifecycleConfigName ?? lifecycleConfig);
    const repo = input.DisassociateDefaultCodeRepository
      ? undefined
      : (input.DefaultCodeRepository ?? repository);
    const changed: Notebook = {
      ...rest,
      instanceType: input.InstanceType ?? rest.instanceType,
      roleArn: input.RoleArn ?? rest.roleArn,
      volumeGb: input.VolumeSizeInGB ?? rest.volumeGb,
      platform: input.PlatformIdentifier ?? rest.platform,
      rootAccess: input.RootAccess ?? rest.rootAccess,
      metadataVersion: metadataVersion(input) ?? rest.metadataVersion,
      ipAddressType: input.IpAddressType ?? rest.ipAddressType,
      moreRepositories: input.DisassociateAdditionalCodeRepositories
        ? []
        : (input.AdditionalCodeRepositories ?? rest.moreRepositories),
      ...(config === undefined ? {} : { lifecycleConfig: config }),
      ...(repo === undefined ? {} : { repository: repo }),
    };
    begin(account, region, changed, 'update');
    return {};
  },
};

/** Start, stop, delete: the state decides, and the start also the quota. */
function move(name: MoveName): Operation<Named> {
  return {
    access: (call) => [onNotebook(call)],
    run({ account, region, input }) {
      const notebook = notebookNamed(account, region, input.NotebookInstanceName);
      mayMove(notebook, name);
      if (name === 'start') checkQuota(account, region, notebook.instanceType);
      begin(account, region, notebook, name);
      return {};
    },
  };
}

const url = (notebook: Readonly<Notebook>, region: string) =>
  `${notebook.name.toLowerCase()}.notebook.${region}.sagemaker.aws`;

const describe: Operation<Named> = {
  access: (call) => [onNotebook(call)],
  run({ account, region, input }) {
    const n = notebookNamed(account, region, input.NotebookInstanceName);
    return {
      NotebookInstanceArn: n.arn,
      NotebookInstanceName: n.name,
      NotebookInstanceStatus: n.status,
      FailureReason: n.failureReason,
      Url: url(n, region),
      InstanceType: n.instanceType as NonNullable<DescribeNotebookInstanceOutput['InstanceType']>,
      IpAddressType: n.ipAddressType,
      SubnetId: n.subnetId,
      SecurityGroups: n.subnetId === undefined ? undefined : [...n.securityGroups],
      NetworkInterfaceId: n.subnetId === undefined ? undefined : `eni-${n.secret.slice(0, 17)}`,
      RoleArn: n.roleArn,
      KmsKeyId: n.kmsKeyId,
      LastModifiedTime: new Date(n.modifiedAt),
      CreationTime: new Date(n.createdAt),
      NotebookInstanceLifecycleConfigName: n.lifecycleConfig,
      DirectInternetAccess: n.directInternet,
      VolumeSizeInGB: n.volumeGb,
      DefaultCodeRepository: n.repository,
      AdditionalCodeRepositories: [...n.moreRepositories],
      RootAccess: n.rootAccess,
      PlatformIdentifier: n.platform,
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: n.metadataVersion },
    } satisfies DescribeNotebookInstanceOutput;
  },
};

const list: Operation<ListNotebookInstancesInput> = {
  page: {
    items: 'NotebookInstances',
    input: 'NextToken',
    output: 'NextToken',
    limit: 'MaxResults',
    defaultSize: 10,
    maxSize: 100,
  },
  run({ account, region, input }) {
    const found = notebooks(account, region)
      .list()
      .filter(
        (n) =>
          within(n, input) &&
          (input.StatusEquals === undefined || n.status === input.StatusEquals) &&
          contains(n.lifecycleConfig, input.NotebookInstanceLifecycleConfigNameContains) &&
          contains(n.repository, input.DefaultCodeRepositoryContains) &&
          (input.AdditionalCodeRepositoryEquals === undefined ||
            n.moreRepositories.includes(input.AdditionalCodeRepositoryEquals)),
      );
    const by = { Name: 'name', CreationTime: 'createdAt', Status: 'status' } as const;
    return {
      NotebookInstances: sorted(found, by[input.SortBy ?? 'Name'], input.SortOrder).map(
        (n): NotebookInstanceSummary => ({
          NotebookInstanceName: n.name,
          NotebookInstanceArn: n.arn,
          NotebookInstanceStatus: n.status,
          Url: url(n, region),
          InstanceType: n.instanceType as NonNullable<NotebookInstanceSummary['InstanceType']>,
          CreationTime: new Date(n.createdAt),
          LastModifiedTime: new Date(n.modifiedAt),
          NotebookInstanceLifecycleConfigName: n.lifecycleConfig,
          DefaultCodeRepository: n.repository,
          AdditionalCodeRepositories: [...n.moreRepositories],
        }),
      ),
    };
  },
};

const contains = (text: string | undefined, part: string | undefined) =>
  part === undefined || (text ?? '').includes(part);

const presigned: Operation<Named & { SessionExpirationDurationInSeconds?: number }> = {
  access: (call) => [onNotebook(call)],
  run({ account, region, input }) {
    const notebook = notebookNamed(account, region, input.NotebookInstanceName);
    return { AuthorizedUrl: presign(account, region, notebook, input.SessionExpirationDurationInSeconds) };
  },
};

export const notebookOperations = {
  CreateNotebookInstance: create,
  DescribeNotebookInstance: describe,
  ListNotebookInstances: list,
  UpdateNotebookInstance: update,
  StartNotebookInstance: move('start'),
  StopNotebookInstance: move('stop'),
  DeleteNotebookInstance: move('delete'),
  CreatePresignedNotebookInstanceUrl: presigned,
};
