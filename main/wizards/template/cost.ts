/** What the things of a template cost: a line with a price where the price book has one, "?" where nobody knows it here. */
import { message } from '../../../preload/contract/message.ts';
import type { CostLine } from '../../../preload/contract/plan.ts';
import type { PlanContext } from '../../plans/source.ts';
import { NotWorkedOut, templateValue, type MadeResource } from '../../plans/template-resources.ts';
import type { TemplateDocument } from '../../plans/templates.ts';
import { costLine, diskLine, filesLine, machineLine } from '../cost-lines.ts';
import { kindOf } from './kind.ts';

/**
 * Types whose things cost nothing. Pricing pages of IAM, SNS, EventBridge Scheduler, CloudWatch Logs, VPC, SageMaker, read 2026-11.
 */
const freeToHave = [
  /^AWS::IAM::/,
  /^AWS::SNS::(?:Subscription|TopicPolicy)$/,
  /^AWS::Scheduler::ScheduleGroup$/,
  /^AWS::S3::BucketPolicy$/,
  /^AWS::SageMaker::NotebookInstanceLifecycleConfig$/,
  /^AWS::CloudFormation::WaitCondition/,
  /^AWS::EC2::(?:VPC|Subnet|SecurityGroup|RouteTable|Route|SubnetRouteTableAssociation|InternetGateway|VPCGatewayAttachment)$/,
];

/** Types of which only the use costs: messages, runs, what is written. A plan cannot know how much that will be. */
const billedByUse = /^AWS::(?:SNS::Topic|Scheduler::Schedule|Events::Rule)$/;
const logType = 'AWS::Logs::LogGroup';

/** Size of a notebook's disk that AWS takes when nothing is said: AWS::SageMaker::NotebookInstance, VolumeSizeInGB. */
const usualDiskGb = 5;

export function costLinesOf(
  made: readonly MadeResource[],
  document: TemplateDocument,
  parameters: Record<string, string>,
  context: PlanContext,
): CostLine[] {
  const value = templateValue(document, parameters, context.target);
  const property = (id: string, name: string): string | undefined => {
    const written = document.Resources[id]?.Properties?.[name];
    if (written === undefined) return undefined;
    try {
      const found = value(written);
      return typeof found === 'string' ? found : undefined;
    } catch (error) {
      if (!(error instanceof NotWorkedOut)) throw error;
      return undefined;
    }
  };
  return made.flatMap(({ logicalId, type }): CostLine[] => {
    if (freeToHave.some((free) => free.test(type))) return [];
    if (type === 'AWS::S3::Bucket') return [filesLine(context)];
    if (type === 'AWS::SageMaker::NotebookInstance') {
      const gb = Number(property(logicalId, 'VolumeSizeInGB') ?? usualDiskGb) || usualDiskGb;
      return [machineLine(context, property(logicalId, 'InstanceType') ?? 'unknown'), diskLine(context, gb)];
    }
    const named = { name: logicalId, kind: kindOf(type) };
    const key = `cloudformation:${type}`;
    if (type === logType) return [costLine(context, message('plan.template.costByUse', named), key, 'gb', 0)];
    if (billedByUse.test(type))
      return [costLine(context, message('plan.template.costByUse', named), key, 'request', 0)];
    return [costLine(context, message('plan.template.cost', named), key, 'month', 1)];
  });
}
