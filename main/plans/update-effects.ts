/** What an update of a stack by parameters does to what the stack holds. */
import type { PlannedResource, Target } from '../../preload/contract/plan.ts';
import { propertiesWith } from './template-values.ts';
import type { TemplateDocument } from './templates.ts';

/**
 * Properties with which a thing is made anew when they change: the create-only properties of CloudFormation's resource
 * schemas (`aws cloudformation describe-type --type RESOURCE --type-name …`), of the types in the shipped templates.
 */
export const createOnly: Readonly<Record<string, readonly string[]>> = {
  'AWS::Batch::ComputeEnvironment': [
    'ComputeEnvironmentName',
    'ComputeResources/SpotIamFleetRole',
    'EksConfiguration',
    'Tags',
    'Type',
  ],
  'AWS::Batch::JobDefinition': ['JobDefinitionName'],
  'AWS::Batch::JobQueue': ['JobQueueName', 'JobQueueType', 'Tags'],
  'AWS::CodeBuild::Project': ['Name'],
  'AWS::ECR::Repository': [
    'EncryptionConfiguration',
    'EncryptionConfiguration/EncryptionType',
    'EncryptionConfiguration/KmsKey',
    'RepositoryName',
  ],
  'AWS::IAM::InstanceProfile': ['InstanceProfileName', 'Path'],
  'AWS::IAM::ManagedPolicy': ['Description', 'ManagedPolicyName', 'Path'],
  'AWS::IAM::Role': ['Path', 'RoleName'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::S3::Bucket': ['BucketName', 'BucketNamePrefix', 'BucketNamespace'],
  'AWS::S3::BucketPolicy': ['Bucket'],
  'AWS::SNS::Subscription': ['Endpoint', 'Protocol', 'TopicArn'],
  'AWS::SNS::Topic': ['FifoTopic', 'TopicName'],
  'AWS::SageMaker::NotebookInstance': [
    'DirectInternetAccess',
    'KmsKeyId',
    'NotebookInstanceName',
    'PlatformIdentifier',
    'SecurityGroupIds',
    'SubnetId',
  ],
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': ['NotebookInstanceLifecycleConfigName'],
  'AWS::Scheduler::Schedule': ['Name'],
};

/**
 * Properties for which a running thing is stopped, changed and started again: what SageMaker's UpdateNotebookInstance
 * changes, which works on a stopped notebook only.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateNotebookInstance.html
 */
export const restarting: Readonly<Record<string, readonly string[]>> = {
  'AWS::SageMaker::NotebookInstance': [
    'AdditionalCodeRepositories',
    'DefaultCodeRepository',
    'InstanceMetadataServiceConfiguration',
    'InstanceType',
    'LifecycleConfigName',
    'RoleArn',
    'RootAccess',
    'VolumeSizeInGB',
  ],
};

type FieldEffect = 'update' | 'restart' | 'replace';

export function fieldEffect(type: string, property: string): FieldEffect {
  if (createOnly[type]?.includes(property) === true) return 'replace';
  return restarting[type]?.includes(property) === true ? 'restart' : 'update';
}

/** The heaviest of several; `update` where there is none. */
export function worst(effects: readonly PlannedResource['effect'][]): FieldEffect {
  if (effects.includes('replace')) return 'replace';
  return effects.includes('restart') ? 'restart' : 'update';
}

/** Resources that differ between two sets of parameters, each with the properties that do. */
export function resourcesChanged(
  document: TemplateDocument,
  before: Record<string, string>,
  after: Record<string, string>,
  target: Target,
): PlannedResource[] {
  const [old, wanted] = [propertiesWith(document, before, target), propertiesWith(document, after, target)];
  return Object.entries(document.Resources).flatMap(([logicalId, { Type: type }]): PlannedResource[] => {
    const [was, is] = [old.get(logicalId), wanted.get(logicalId)];
    if (was === undefined || is === undefined)
      return was === is
        ? []
        : [{ logicalId, type, effect: was === undefined ? 'create' : 'delete', fields: [] }];
    const names = [...new Set([...was.keys(), ...is.keys()])].filter(
      (name) => was.get(name) !== is.get(name),
    );
    if (names.length === 0) return [];
    const fields = names.map((path) => ({
      path,
      effect: fieldEffect(type, path),
      ...plain('before', was.get(path)),
      ...plain('after', is.get(path)),
    }));
    return [{ logicalId, type, effect: worst(fields.map(({ effect }) => effect)), fields }];
  });
}

/** A value that can be read at a glance; policies and lists of tags are told by their name alone. */
function plain(name: 'before' | 'after', json: string | undefined): { before?: string; after?: string } {
  const value: unknown = json === undefined ? '' : JSON.parse(json);
  if (typeof value === 'string') return { [name]: value };
  return typeof value === 'object' ? {} : { [name]: json ?? '' };
}
