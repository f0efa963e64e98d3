/**
 * AWS::SNS::Topic and TopicPolicy,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_SNS.html
 */
import { AwsError } from '../../../engine/types.ts';
import type { Json, JsonObject } from '../template/types.ts';
import type { Made, ResourceType, UpdateWork, Work } from './types.ts';
import { document, objects, parsedDocument, present, tagChanges, text, texts } from './values.ts';

const GONE = ['NotFound'];
interface Attributes {
  Attributes?: Record<string, string>;
}

const topicArn = (w: Work) => `arn:${w.account.partition}:sns:${w.account.region}:${w.account.id}:${w.name}`;
const topicMade = (w: Work): Made => ({
  physicalId: topicArn(w),
  attributes: { TopicArn: topicArn(w), TopicName: w.name },
});

/** Properties that are attributes of the topic under the same name. */
const TOPIC_ATTRIBUTES = ['DisplayName', 'KmsMasterKeyId', 'SignatureVersion', 'TracingConfig'] as const;

const getTopic = (w: Work) =>
  w.find<Attributes>('sns', 'GetTopicAttributes', { TopicArn: topicArn(w) }, GONE);

async function subscribeAll(w: Work, before: JsonObject): Promise<void> {
  const had = (objects(before, 'Subscription') ?? []).map((s) => JSON.stringify(s));
  for (const given of objects(w.properties, 'Subscription') ?? [])
    if (!had.includes(JSON.stringify(given)))
      await w.call('sns', 'Subscribe', {
        TopicArn: topicArn(w),
        Protocol: text(given, 'Protocol'),
        Endpoint: text(given, 'Endpoint'),
      });
}

async function updateTopic(w: UpdateWork): Promise<boolean> {
  for (const AttributeName of TOPIC_ATTRIBUTES)
    if (w.changed.has(AttributeName))
      await w.call('sns', 'SetTopicAttributes', {
        TopicArn: w.physicalId,
        AttributeName,
        AttributeValue: text(w.properties, AttributeName) ?? '',
      });
  await subscribeAll(w, w.before.properties);
  const { add, drop } = tagChanges(w.before.tags, w.tags);
  const ResourceArn = w.physicalId;
  if (add.length > 0) await w.call('sns', 'TagResource', { ResourceArn, Tags: add });
  if (drop.length > 0) await w.call('sns', 'UntagResource', { ResourceArn, TagKeys: drop });
  return true;
}

export const topic: ResourceType = {
  type: 'AWS::SNS::Topic',
  service: 'Sns',
  properties: {
    ArchivePolicy: { notModelled: true },
    ContentBasedDeduplication: { notModelled: true },
    DataProtectionPolicy: { notModelled: true },
    DeliveryStatusLogging: { notModelled: true },
    DisplayName: {},
    FifoThroughputScope: { notModelled: true },
    FifoTopic: { createOnly: true, notModelled: true },
    KmsMasterKeyId: {},
    SignatureVersion: {},
    Subscription: {},
    Tags: {},
    TopicName: { createOnly: true },
    TracingConfig: {},
  },
  attributes: ['TopicArn', 'TopicName'],
  name: { property: 'TopicName', max: 256, end: 'mixed' },
  stackTags: 'all',
  seconds: 11,
  async create(w) {
    // CreateTopic answers an existing topic as if it were new; the type's handler looks first.
    if (await getTopic(w)) throw new AwsError('AlreadyExists', `${w.name} already exists`);
    const attributes = present(
      Object.fromEntries(TOPIC_ATTRIBUTES.map((name) => [name, text(w.properties, name)])),
    );
    await w.call('sns', 'CreateTopic', {
      Name: w.name,
      ...(Object.keys(attributes).length > 0 ? { Attributes: attributes } : {}),
      ...(w.tags.length > 0 ? { Tags: w.tags } : {}),
    });
    return topicMade(w);
  },
  async ready(w) {
    if (w.memo['subscribed'] === true) return true;
    await subscribeAll(w, {});
    w.memo['subscribed'] = true;
    return true;
  },
  update: updateTopic,
  async remove(w) {
    await w.find('sns', 'DeleteTopic', { TopicArn: w.physicalId }, GONE);
    return true;
  },
  async read(w) {
    const found = await getTopic(w);
    if (!found) return undefined;
    const { Tags } = await w.call<{ Tags?: Json }>('sns', 'ListTagsForResource', {
      ResourceArn: topicArn(w),
    });
    const attributes: [string, Json | undefined][] = TOPIC_ATTRIBUTES.map((name) => [
      name,
      found.Attributes?.[name],
    ]);
    return {
      properties: present<Record<string, Json | undefined>>({
        TopicName: w.name,
        ...Object.fromEntries(attributes.filter(([, v]) => v !== '')),
        Tags,
      }),
      made: topicMade(w),
    };
  },
};

async function setPolicy(w: Work): Promise<void> {
  for (const TopicArn of texts(w.properties, 'Topics') ?? [])
    await w.call('sns', 'SetTopicAttributes', {
      TopicArn,
      AttributeName: 'Policy',
      AttributeValue: document(w.properties, 'PolicyDocument'),
    });
}

export const topicPolicy: ResourceType = {
  type: 'AWS::SNS::TopicPolicy',
  service: 'Sns',
  properties: { PolicyDocument: { required: true }, Topics: { required: true } },
  attributes: ['Id'],
  name: { property: '', max: 128, end: 'mixed' },
  seconds: 3,
  async create(w) {
    await setPolicy(w);
    return { physicalId: w.name, attributes: { Id: w.name } };
  },
  async update(w) {
    await setPolicy(w);
    return true;
  },
  async remove() {
    // AWS puts the topic's default policy back; the sandbox's topics have none of their own.
    return true;
  },
  async read(w) {
    const [TopicArn] = texts(w.properties, 'Topics') ?? [];
    const found = await w.find<Attributes>('sns', 'GetTopicAttributes', { TopicArn }, GONE);
    const policy = found?.Attributes?.['Policy'];
    if (policy === undefined) return undefined;
    return {
      properties: { PolicyDocument: parsedDocument(policy), Topics: w.properties['Topics'] ?? [] },
      made: { physicalId: w.name, attributes: { Id: w.name } },
    };
  },
};
