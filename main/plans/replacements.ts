/**
 * Replacements that no plan may make. CloudFormation replaces a thing when a create-only property changes: what is on the
 * old one is lost or left behind, and one that keeps its name is refused half-way ("custom-named resource requires
 * replacing"). https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
 */
import { message, type Message } from '../../preload/contract/message.ts';
import type { Change, PlannedResource } from '../../preload/contract/plan.ts';
import { isTemplateName, loadTemplate, type TemplateDocument } from './templates.ts';

/** Types that hold a person's files. */
const holdFiles = new Set(['AWS::SageMaker::NotebookInstance', 'AWS::S3::Bucket']);

/** Create-only properties that name a thing. */
const nameOf: Record<string, string> = {
  'AWS::Batch::ComputeEnvironment': 'ComputeEnvironmentName',
  'AWS::Batch::JobDefinition': 'JobDefinitionName',
  'AWS::Batch::JobQueue': 'JobQueueName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SageMaker::NotebookInstance': 'NotebookInstanceName',
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': 'NotebookInstanceLifecycleConfigName',
  'AWS::Scheduler::Schedule': 'Name',
};

/** Whether nothing is lost when a thing is made anew: no files in it, and no name that two cannot have at once. */
export function holdsNothing(
  { logicalId, type }: Pick<PlannedResource, 'logicalId' | 'type'>,
  document: TemplateDocument | undefined,
): boolean {
  const property = nameOf[type];
  if (holdFiles.has(type)) return false;
  if (property === undefined) return true;
  // Without the template nobody can tell: it counts as named.
  return document !== undefined && !(property in (document.Resources[logicalId]?.Properties ?? {}));
}

/** One blocker for each thing with files or a name of its own that a change of a stack would make anew. */
export function replacementBlockers(changes: readonly Change[]): Message[] {
  return changes.flatMap((change) => {
    if (change.kind !== 'stack' || change.action !== 'update') return [];
    const { template, stackName, resources } = change;
    const document =
      template !== undefined && isTemplateName(template.name)
        ? loadTemplate(template.name).document
        : undefined;
    return resources
      .filter((resource) => resource.effect === 'replace' && !holdsNothing(resource, document))
      .map(({ logicalId }) => message('plan.replaces', { thing: logicalId, stack: stackName }));
  });
}
