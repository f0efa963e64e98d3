/**
 * AWS::SNS::Subscription,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-subscription.html
 */
import type { ResourceType } from './types.ts';
import { present, text } from './values.ts';

const GONE = ['NotFound'];
const NOT_MODELLED = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'Region',
  'ReplayPolicy',
  'SubscriptionRoleArn',
];

/** No update: what is modelled of it is create-only. */
export const subscription: ResourceType = {
  type: 'AWS::SNS::Subscription',
  service: 'Sns',
  properties: {
    Endpoint: { createOnly: true },
    Protocol: { required: true, createOnly: true },
    TopicArn: { required: true, createOnly: true },
    ...Object.fromEntries(NOT_MODELLED.map((name) => [name, { notModelled: true as const }])),
  },
  attributes: ['Arn'],
  seconds: 3,
  async create(w) {
    const { SubscriptionArn } = await w.call<{ SubscriptionArn: string }>('sns', 'Subscribe', {
      ...present({
        TopicArn: text(w.properties, 'TopicArn'),
        Protocol: text(w.properties, 'Protocol'),
        Endpoint: text(w.properties, 'Endpoint'),
      }),
      ReturnSubscriptionArn: true,
    });
    return { physicalId: SubscriptionArn, attributes: { Arn: SubscriptionArn } };
  },
  async remove(w) {
    await w.find('sns', 'Unsubscribe', { SubscriptionArn: w.physicalId }, GONE);
    return true;
  },
  async read(w) {
    if (w.physicalId === '') return undefined;
    const found = await w.find<{ Attributes?: Record<string, string> }>(
      'sns',
      'GetSubscriptionAttributes',
      { SubscriptionArn: w.physicalId },
      GONE,
    );
    if (!found?.Attributes) return undefined;
    const { TopicArn, Protocol, Endpoint } = found.Attributes;
    return {
      properties: present({ TopicArn, Protocol, Endpoint }),
      made: { physicalId: w.physicalId, attributes: { Arn: w.physicalId } },
    };
  },
};
