/**
 * AWS::SageMaker::NotebookInstance. Create-only properties: resource schema of the CloudFormation registry; which updates
 * interrupt: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sagemaker-notebookinstance.html
 * An update stops a running notebook, changes it and starts it again; one that was stopped stays stopped (AWS's
 * documents do not say; the sandbox decides so).
 */
import { AwsError } from '../../../engine/types.ts';
import type { Json, JsonObject } from '../template/types.ts';
import type { Made, ResourceType, UpdateWork, Work } from './types.ts';
import { integer, object, present, tagChanges, text, texts } from './values.ts';

const GONE = ['RecordNotFound'];

interface Described {
  NotebookInstanceArn: string;
  NotebookInstanceName: string;
  NotebookInstanceStatus: string;
  FailureReason?: string;
  InstanceType?: string;
  RoleArn?: string;
  SubnetId?: string;
  SecurityGroups?: string[];
  KmsKeyId?: string;
  VolumeSizeInGB?: number;
  NotebookInstanceLifecycleConfigName?: string;
  DirectInternetAccess?: string;
  RootAccess?: string;
  PlatformIdentifier?: string;
  DefaultCodeRepository?: string;
  AdditionalCodeRepositories?: string[];
  InstanceMetadataServiceConfiguration?: { MinimumInstanceMetadataServiceVersion?: string };
}

const made = (NotebookInstanceArn: string, name: string): Made => ({
  physicalId: NotebookInstanceArn,
  attributes: { NotebookInstanceName: name },
});

/** Members that create and update spell alike. */
const common = (p: JsonObject) =>
  present({
    InstanceType: text(p, 'InstanceType'),
    RoleArn: text(p, 'RoleArn'),
    RootAccess: text(p, 'RootAccess'),
    VolumeSizeInGB: integer(p, 'VolumeSizeInGB'),
    DefaultCodeRepository: text(p, 'DefaultCodeRepository'),
    AdditionalCodeRepositories: texts(p, 'AdditionalCodeRepositories'),
    LifecycleConfigName: text(p, 'LifecycleConfigName'),
    InstanceMetadataServiceConfiguration: object(p, 'InstanceMetadataServiceConfiguration'),
  });

/** Members whose removal the update call says by a flag. */
const DISSOCIATE: Record<string, string> = {
  LifecycleConfigName: 'DisassociateLifecycleConfig',
  DefaultCodeRepository: 'DisassociateDefaultCodeRepository',
  AdditionalCodeRepositories: 'DisassociateAdditionalCodeRepositories',
};

const named = (w: Work) => ({ NotebookInstanceName: w.name });
const describe = (w: Work) => w.find<Described>('sagemaker', 'DescribeNotebookInstance', named(w), GONE);

const failed = (found: Described) =>
  new AwsError('NotStabilized', found.FailureReason ?? 'Notebook Instance failed without a reason.');

async function retag(w: UpdateWork): Promise<void> {
  const { add, drop } = tagChanges(w.before.tags, w.tags);
  const ResourceArn = w.physicalId;
  if (add.length > 0) await w.call('sagemaker', 'AddTags', { ResourceArn, Tags: add });
  if (drop.length > 0) await w.call('sagemaker', 'DeleteTags', { ResourceArn, TagKeys: drop });
}

function updateInput(w: UpdateWork) {
  const all: Record<string, unknown> = common(w.properties);
  const entries = [...w.changed].flatMap((name): [string, unknown][] => {
    if (all[name] !== undefined) return [[name, all[name]]];
    const flag = DISSOCIATE[name];
    return flag === undefined ? [] : [[flag, true]];
  });
  return { ...named(w), ...Object.fromEntries(entries) };
}

async function update(w: UpdateWork): Promise<boolean> {
  if (w.memo['tagged'] !== true) {
    await retag(w);
    w.memo['tagged'] = true;
  }
  if ([...w.changed].every((name) => name === 'Tags')) return true;
  const found = await describe(w);
  if (!found) throw new AwsError('NotFound', `Notebook Instance ${w.name} does not exist.`);
  switch (found.NotebookInstanceStatus) {
    case 'InService':
      if (w.memo['updated'] === true) return true;
      w.memo['ran'] = true;
      await w.call('sagemaker', 'StopNotebookInstance', named(w));
      return false;
    case 'Stopped':
      return whileStopped(w);
    case 'Failed':
      throw failed(found);
    default:
      return false;
  }
}

async function whileStopped(w: UpdateWork): Promise<boolean> {
  if (w.memo['updated'] !== true) {
    await w.call('sagemaker', 'UpdateNotebookInstance', updateInput(w));
    w.memo['updated'] = true;
    return false;
  }
  if (w.memo['ran'] !== true) return true;
  await w.call('sagemaker', 'StartNotebookInstance', named(w));
  return false;
}

export const notebookInstance: ResourceType = {
  type: 'AWS::SageMaker::NotebookInstance',
  service: 'AmazonSageMaker',
  legacy: true,
  properties: {
    AcceleratorTypes: { notModelled: true },
    AdditionalCodeRepositories: { restarts: true },
    DefaultCodeRepository: { restarts: true },
    DirectInternetAccess: { createOnly: true },
    InstanceMetadataServiceConfiguration: { restarts: true },
    InstanceType: { required: true, restarts: true },
    KmsKeyId: { createOnly: true },
    LifecycleConfigName: { restarts: true },
    NotebookInstanceName: { createOnly: true },
    PlatformIdentifier: { createOnly: true },
    RoleArn: { required: true, restarts: true },
    RootAccess: { restarts: true },
    SecurityGroupIds: { createOnly: true },
    SubnetId: { createOnly: true },
    Tags: {},
    VolumeSizeInGB: { restarts: true },
  },
  attributes: ['NotebookInstanceName'],
  name: { property: 'NotebookInstanceName', max: 63, end: 'mixed' },
  stackTags: 'all',
  seconds: 5,
  async create(w) {
    const input = {
      ...named(w),
      ...common(w.properties),
      ...present({
        SubnetId: text(w.properties, 'SubnetId'),
        SecurityGroupIds: texts(w.properties, 'SecurityGroupIds'),
        KmsKeyId: text(w.properties, 'KmsKeyId'),
        DirectInternetAccess: text(w.properties, 'DirectInternetAccess'),
        PlatformIdentifier: text(w.properties, 'PlatformIdentifier'),
        Tags: w.tags.length > 0 ? w.tags : undefined,
      }),
    };
    const { NotebookInstanceArn } = await w.call<{ NotebookInstanceArn: string }>(
      'sagemaker',
      'CreateNotebookInstance',
      input,
    );
    return made(NotebookInstanceArn, w.name);
  },
  async ready(w) {
    const found = await describe(w);
    if (!found) throw new AwsError('NotFound', `Notebook Instance ${w.name} does not exist.`);
    if (found.NotebookInstanceStatus === 'Failed') throw failed(found);
    // Stopped it was ready before. What AWS makes of that is written nowhere; here no stack waits for ever.
    return ['InService', 'Stopped'].includes(found.NotebookInstanceStatus);
  },
  update,
  async remove(w) {
    const found = await describe(w);
    if (!found) return true;
    const status = found.NotebookInstanceStatus;
    if (status === 'InService') await w.find('sagemaker', 'StopNotebookInstance', named(w), GONE);
    if (status === 'Stopped' || status === 'Failed')
      await w.find('sagemaker', 'DeleteNotebookInstance', named(w), GONE);
    return false;
  },
  async read(w) {
    const found = await describe(w);
    if (!found) return undefined;
    const { Tags } = await w.call<{ Tags?: Json }>('sagemaker', 'ListTags', {
      ResourceArn: found.NotebookInstanceArn,
    });
    const properties = present({
      NotebookInstanceName: found.NotebookInstanceName,
      InstanceType: found.InstanceType,
      RoleArn: found.RoleArn,
      SubnetId: found.SubnetId,
      SecurityGroupIds: found.SecurityGroups,
      KmsKeyId: found.KmsKeyId,
      VolumeSizeInGB: found.VolumeSizeInGB,
      LifecycleConfigName: found.NotebookInstanceLifecycleConfigName,
      DirectInternetAccess: found.DirectInternetAccess,
      RootAccess: found.RootAccess,
      PlatformIdentifier: found.PlatformIdentifier,
      DefaultCodeRepository: found.DefaultCodeRepository,
      AdditionalCodeRepositories: found.AdditionalCodeRepositories,
      InstanceMetadataServiceConfiguration: found.InstanceMetadataServiceConfiguration,
      Tags,
    }) as JsonObject;
    return { properties, made: made(found.NotebookInstanceArn, found.NotebookInstanceName) };
  },
};
