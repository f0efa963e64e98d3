/**
 * AWS::CloudFormation::WaitConditionHandle: nothing but an address, often used where a template needs some resource.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-waitconditionhandle.html
 */
import type { Made, ResourceType, Work } from './types.ts';

const made = ({ account, name }: Work): Made => ({
  physicalId: `https://cloudformation-waitcondition-${account.region}.s3.amazonaws.com/${name}`,
  attributes: { Id: name },
});

export const waitConditionHandle: ResourceType = {
  type: 'AWS::CloudFormation::WaitConditionHandle',
  service: 'CloudFormation',
  legacy: true,
  properties: {},
  attributes: [],
  name: { property: '', max: 128, end: 'mixed' },
  seconds: 1,
  create: (w) => Promise.resolve(made(w)),
  remove: () => Promise.resolve(true),
  read: (w) => Promise.resolve({ properties: {}, made: made(w) }),
};
