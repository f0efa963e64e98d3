/**
 * Every parameter of the shipped templates, changed once: which properties of which resources follow, as the templates
 * say. What CloudFormation then does (kept, restarts, replaced) is not written here: the resource schemas decide it.
 */
import type { TemplateName } from '../../../main/plans/templates.ts';

export interface Row {
  template: TemplateName;
  parameter: string;
  to: string;
  /** Values other than the example's before the change. */
  from?: Record<string, string>;
  /** By logical id: properties that differ afterwards, or that it comes or goes. */
  changes: Record<string, string[] | 'made' | 'removed'>;
  /** The person's own rights, where the foundation's role may not (another's role, another boundary). */
  asPerson?: true;
  /** AWS gives one name once: a replacement that keeps its name is refused and taken back. */
  refused?: true;
}

/** Things of the account that rows name: made or found before the change. */
export interface Given {
  ownRole: string;
  ownGuard: string;
  ownBoundary: string;
  subnet: string;
  allSubnets: string;
  securityGroup: string;
}

export const rows = (given: Given): Row[] => [
  {
    template: 'foundation',
    parameter: 'AlertEmail',
    to: 'it@example.com',
    changes: { AlertsByEmail: 'made' },
  },
  {
    template: 'foundation',
    parameter: 'AlertEmail',
    from: { AlertEmail: 'it@example.com' },
    to: 'sales@example.com',
    changes: { AlertsByEmail: ['Endpoint'] },
  },
  { template: 'foundation', parameter: 'BoundaryStands', to: 'yes', changes: { Boundary: 'removed' } },
  ...storage,
  ...notebook(given),
  ...environment(given),
  ...image(given),
  ...training(given),
];

const storage: Row[] = [
  {
    template: 'storage',
    parameter: 'BucketName',
    to: 'sales-data-of-next-year',
    changes: { Bucket: ['BucketName'], OnlyEncryptedConnections: ['Bucket', 'PolicyDocument'] },
  },
  {
    template: 'storage',
    parameter: 'ToInfrequentAccessAfterDays',
    to: '60',
    changes: { Bucket: ['LifecycleConfiguration'] },
  },
  {
    template: 'storage',
    parameter: 'ToInfrequentAccessAfterDays',
    to: '0',
    changes: { Bucket: ['LifecycleConfiguration'] },
  },
  {
    template: 'storage',
    parameter: 'ToGlacierAfterDays',
    to: '180',
    changes: { Bucket: ['LifecycleConfiguration'] },
  },
];

const notebook = ({ ownRole, ownGuard, ownBoundary, subnet, securityGroup }: Given): Row[] => {
  const row = (parameter: string, to: string, changes: Row['changes'], more: Partial<Row> = {}): Row => ({
    template: 'notebook',
    parameter,
    to,
    changes,
    ...more,
  });
  const inSubnet = { SubnetId: subnet, DirectInternetAccess: 'Disabled' };
  return [
    row('NotebookName', 'sales-forecast-2', {
      NotebookRole: ['Description'],
      EveningSchedule: ['Description', 'Target'],
      Notebook: ['NotebookInstanceName'],
    }),
    row('NotebookNameInArn', 'sales-forecast-2', { NotebookRole: ['Policies'] }),
    row('InstanceType', 'ml.m5.xlarge', { Notebook: ['InstanceType'] }),
    row('VolumeSizeInGB', '30', { Notebook: ['VolumeSizeInGB'] }),
    row('BucketName', 'another-bucket', { NotebookRole: ['Policies'], Notebook: ['Tags'] }),
    row('RoleArn', ownRole, { NotebookRole: 'removed', Notebook: ['RoleArn'] }, { asPerson: true }),
    row('EveningStop', 'cron(0/15 20-23,0-5 * * ? *)', { EveningSchedule: ['ScheduleExpression'] }),
    row('EveningStop', '', { EveningSchedule: 'removed', Notebook: ['Tags'] }),
    row('EveningStopNight', 'cron(0/15 0-5 * * ? *)', { NightSchedule: 'made', Notebook: ['Tags'] }),
    row('EveningTimeZone', 'Asia/Tokyo', { EveningSchedule: ['ScheduleExpressionTimezone'] }),
    row('EveningNotBefore', '2026-11-20T21:00:00.000Z', { EveningSchedule: ['StartDate'] }),
    row('IdleStopMinutes', '30', { Notebook: ['Tags'] }),
    row('SubnetId', subnet, { Notebook: ['SubnetId'] }, { refused: true }),
    row('SecurityGroupIds', securityGroup, {}),
    row(
      'SecurityGroupIds',
      securityGroup,
      { Notebook: ['SecurityGroupIds'] },
      { from: inSubnet, refused: true },
    ),
    row(
      'DirectInternetAccess',
      'Enabled',
      { Notebook: ['DirectInternetAccess'] },
      { from: inSubnet, refused: true },
    ),
    row('RootAccess', 'Enabled', { Notebook: ['RootAccess'] }),
    row('GitRepository', 'https://github.com/example/forecast', { Notebook: ['DefaultCodeRepository'] }),
    row('DashboardPort', '8501', { Notebook: ['Tags'] }),
    row('GuardRoleArn', '', {}),
    row('GuardRoleArn', ownGuard, { EveningSchedule: ['Target'] }, { asPerson: true }),
    row('BoundaryArn', '', {}),
    row('BoundaryArn', ownBoundary, { NotebookRole: ['PermissionsBoundary'] }, { asPerson: true }),
  ];
};

const environment = ({ ownBoundary, subnet, securityGroup }: Given): Row[] => {
  const row = (parameter: string, to: string, changes: Row['changes'], more: Partial<Row> = {}): Row => ({
    template: 'training-environment',
    parameter,
    to,
    changes,
    ...more,
  });
  const machines = { Machines: ['ComputeResources'] };
  return [
    row('InstanceTypes', 'g4dn.2xlarge,g5.2xlarge,g6.2xlarge', machines),
    row('MaxVcpus', '8', machines),
    row('BidPercentage', '80', machines),
    row('ImageId', 'ami-0a1b2c3d', machines),
    row('KeyPairName', 'team', machines),
    row('SubnetIds', subnet, machines),
    row('SecurityGroupIds', `${securityGroup},${securityGroup}`, machines),
    row('GiveUpAfterSeconds', '7200', { Queue: ['JobStateTimeLimitActions'] }),
    row('LogDays', '30', { Log: ['RetentionInDays'] }),
    row('BoundaryArn', '', {}),
    row('BoundaryArn', ownBoundary, { MachineRole: ['PermissionsBoundary'] }, { asPerson: true }),
  ];
};

const image = ({ ownBoundary }: Given): Row[] => {
  const row = (parameter: string, to: string, changes: Row['changes'], more: Partial<Row> = {}): Row => ({
    template: 'image-build',
    parameter,
    to,
    changes,
    ...more,
  });
  const both = { Build: ['Source'], BuildRole: ['Policies'] };
  return [
    row('ImageName', 'census-again', {
      Images: ['RepositoryName'],
      Log: ['LogGroupName'],
      Build: ['Description', 'Environment', 'LogsConfig', 'Name'],
      BuildRole: ['Description', 'Policies'],
    }),
    row('KeepImages', '3', { Images: ['LifecyclePolicy'] }),
    row('SourceBucket', 'another-bucket', both),
    row('SourcePrefix', 'programs/other/', both),
    row('LimitMinutes', '30', { Build: ['TimeoutInMinutes'] }),
    row('LogDays', '30', { Log: ['RetentionInDays'] }),
    row('BoundaryArn', '', {}),
    row('BoundaryArn', ownBoundary, { BuildRole: ['PermissionsBoundary'] }, { asPerson: true }),
  ];
};

const training = ({ ownBoundary }: Given): Row[] => {
  const row = (parameter: string, to: string, changes: Row['changes'], more: Partial<Row> = {}): Row => ({
    template: 'training',
    parameter,
    to,
    changes,
    ...more,
  });
  const container = { Training: ['ContainerProperties'] };
  const both = { ...container, TrainingRole: ['Policies'] };
  return [
    row('TrainingName', 'census-again', {
      Training: ['ContainerProperties', 'JobDefinitionName'],
      TrainingRole: ['Description'],
    }),
    row('Image', 'public.ecr.aws/team/train:2', container),
    row('RunScript', 'main.py', container),
    row('Gpus', '2', container),
    row('Vcpus', '2', container),
    row('MemoryMiB', '8192', container),
    row('Attempts', '5', { Training: ['RetryStrategy'] }),
    row('AttemptSeconds', '7200', { Training: ['Timeout'] }),
    row('BucketName', 'another-bucket', both),
    row('Prefix', 'trainings/other', both),
    row('Run', 'second', container),
    row('CodeBucket', 'another-bucket', both),
    row('CodeKey', 'programs/other/', both),
    row('TrainingBucket', 'another-bucket', both),
    row('TrainingKey', 'other/train.csv', both),
    row('TestBucket', '', both),
    row('TestKey', 'other/test.csv', both),
    row('BootstrapSha256', 'b'.repeat(64), container),
    row('Privileged', 'true', container),
    row('HostFolder', '/data', container),
    row('BoundaryArn', '', {}),
    row('BoundaryArn', ownBoundary, { TrainingRole: ['PermissionsBoundary'] }, { asPerson: true }),
  ];
};
