import type { CreateTopicInput, PublishInput, SubscribeInput } from '@aws-sdk/client-sns';
import { AwsError, type Call, type Operation, type ServiceModule } from '../../engine/types.ts';
import { requestTagContext, tagList, tagsFrom } from '../shared/tags.ts';
import { publicationKind, subscriptionKind, topicKind, type Subscription, type Topic } from './store.ts';
import { subscriptionOperations } from './subscriptions.ts';

export { publications } from './store.ts';

const invalid = (text: string) => new AwsError('InvalidParameter', `Invalid parameter: ${text}`);

function topic(call: Call<unknown>, arn: string): Readonly<Topic> {
  if (!/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/.test(arn)) throw invalid('TopicArn');
  const found = call.account.table(topicKind, call.region).get(arn);
  if (found === undefined) throw new AwsError('NotFound', 'Topic does not exist', 404);
  return found;
}

const keep = (call: Call<unknown>, changed: Topic) => call.account.table(topicKind, call.region).put(changed);

interface OfTopic {
  TopicArn: string;
}
const onTopic = (call: Call<OfTopic>) => [{ resource: call.input.TopicArn }];

const arnFor = (call: Call<{ Name: string }>) =>
  `arn:aws:sns:${call.region}:${call.account.id}:${call.input.Name}`;

/** Answers the same topic for the same name, and refuses other attributes or tags than it has, as AWS does. */
const createTopic: Operation<CreateTopicInput & { Name: string }> = {
  access: (call) => [{ resource: arnFor(call), context: requestTagContext(tagsFrom(call.input.Tags)) }],
  run(call) {
    const { Name, Attributes = {} } = call.input;
    if (!/^[\w-]{1,256}(\.fifo)?$/.test(Name)) throw invalid('Topic Name');
    if (Name.endsWith('.fifo')) throw invalid('FIFO topics are not modelled in the sandbox');
    const arn = arnFor(call);
    const tags = tagsFrom(call.input.Tags);
    const existing = call.account.table(topicKind, call.region).get(arn);
    if (existing !== undefined) {
      if (Object.entries(Attributes).some(([key, value]) => existing.attributes[key] !== value))
        throw invalid('Attributes Reason: Topic already exists with different attributes');
      if (Object.entries(tags).some(([key, value]) => existing.tags[key] !== value))
        throw invalid('Tags Reason: Topic already exists with different tags');
    } else keep(call, { arn, name: Name, attributes: Attributes, tags });
    return { TopicArn: arn };
  },
};

const topicAttributes: Operation<OfTopic> = {
  access: onTopic,
  run(call) {
    const { arn, attributes } = topic(call, call.input.TopicArn);
    const pending = subscriptionsOf(call, arn).length;
    return {
      Attributes: {
        TopicArn: arn,
        Owner: call.account.id,
        DisplayName: '',
        SubscriptionsConfirmed: '0',
        SubscriptionsPending: String(pending),
        SubscriptionsDeleted: '0',
        ...attributes,
      },
    };
  },
};

const settable = [
  'DisplayName',
  'Policy',
  'DeliveryPolicy',
  'KmsMasterKeyId',
  'TracingConfig',
  'SignatureVersion',
];

const setAttributes: Operation<OfTopic & { AttributeName: string; AttributeValue?: string }> = {
  access: onTopic,
  run(call) {
    const found = topic(call, call.input.TopicArn);
    const { AttributeName: name, AttributeValue: value = '' } = call.input;
    if (!settable.includes(name)) throw invalid('AttributeName');
    keep(call, { ...found, tags: { ...found.tags }, attributes: { ...found.attributes, [name]: value } });
    return {};
  },
};

const subscriptionsOf = (call: Call<unknown>, arn: string) =>
  call.account
    .table(subscriptionKind, call.region)
    .list()
    .filter((s) => s.topicArn === arn);

const shownSubscription = (call: Call<unknown>, s: Readonly<Subscription>) => ({
  SubscriptionArn: 'PendingConfirmation',
  Owner: call.account.id,
  Protocol: s.protocol,
  Endpoint: s.endpoint,
  TopicArn: s.topicArn,
});

const protocols = ['email', 'email-json', 'http', 'https', 'sms', 'sqs', 'lambda', 'application', 'firehose'];

/** Stays pending for ever: the sandbox sends nothing that a person could confirm. */
const subscribe: Operation<SubscribeInput & OfTopic & { Protocol: string }> = {
  access: onTopic,
  run(call) {
    const { TopicArn, Protocol, Endpoint = '' } = call.input;
    topic(call, TopicArn);
    if (!protocols.includes(Protocol)) throw invalid(`Does not support this protocol string: ${Protocol}`);
    if (Protocol.startsWith('email') && !/^[^\s@]+@[^\s@]+$/.test(Endpoint)) throw invalid('Email address');
    const known = subscriptionsOf(call, TopicArn).find(
      (s) => s.protocol === Protocol && s.endpoint === Endpoint,
    );
    const id = known?.id ?? call.account.newId(32);
    if (known === undefined)
      call.account
        .table(subscriptionKind, call.region)
        .put({ id, topicArn: TopicArn, protocol: Protocol, endpoint: Endpoint });
    return {
      SubscriptionArn:
        call.input.ReturnSubscriptionArn === true ? `${TopicArn}:${id}` : 'pending confirmation',
    };
  },
};

const publish: Operation<PublishInput & { Message: string }> = {
  access: (call) => [{ resource: call.input.TopicArn ?? call.input.TargetArn ?? '*' }],
  run(call) {
    const arn = call.input.TopicArn ?? call.input.TargetArn;
    if (arn === undefined) throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
    topic(call, arn);
    if (Buffer.byteLength(call.input.Message) > 262_144) throw invalid('Message too long');
    if (call.input.Message === '') throw invalid('Empty message');
    const id = call.account.newId(32);
    call.account.table(publicationKind, call.region).put({
      id,
      topicArn: arn,
      subject: call.input.Subject ?? null,
      message: call.input.Message,
      at: call.now,
    });
    return { MessageId: id };
  },
};

const deleteTopic: Operation<OfTopic> = {
  access: onTopic,
  run(call) {
    const table = call.account.table(subscriptionKind, call.region);
    for (const subscription of subscriptionsOf(call, call.input.TopicArn)) table.delete(subscription.id);
    call.account.table(topicKind, call.region).delete(call.input.TopicArn);
    return {};
  },
};

interface OfResource {
  ResourceArn: string;
}
const onResource = (call: Call<OfResource>) => [{ resource: call.input.ResourceArn }];

const page = (items: string) => ({
  items,
  input: 'NextToken',
  output: 'NextToken',
  defaultSize: 100,
  maxSize: 100,
});

export const sns: ServiceModule = {
  signingName: 'sns',
  iamPrefix: 'sns',
  title: 'SNS',
  sdk: () => import('@aws-sdk/client-sns'),
  operations: {
    CreateTopic: createTopic,
    DeleteTopic: deleteTopic,
    GetTopicAttributes: topicAttributes,
    SetTopicAttributes: setAttributes,
    ListTopics: {
      page: page('Topics'),
      run: ({ account, region }) => ({
        Topics: account
          .table(topicKind, region)
          .list()
          .map((t) => ({ TopicArn: t.arn })),
      }),
    },
    Subscribe: subscribe,
    ...subscriptionOperations,
    ListSubscriptionsByTopic: {
      access: onTopic,
      page: page('Subscriptions'),
      run: (call) => ({
        Subscriptions: subscriptionsOf(call, topic(call, call.input.TopicArn).arn).map((s) =>
          shownSubscription(call, s),
        ),
      }),
    } satisfies Operation<OfTopic>,
    Publish: publish,
    TagResource: {
      access: onResource,
      run(call) {
        const found = topic(call, call.input.ResourceArn);
        keep(call, {
          ...found,
          attributes: { ...found.attributes },
          tags: { ...found.tags, ...tagsFrom(call.input.Tags) },
        });
        return {};
      },
    } satisfies Operation<OfResource & { Tags: { Key: string; Value: string }[] }>,
    UntagResource: {
      access: onResource,
      run(call) {
        const found = topic(call, call.input.ResourceArn);
        const tags = Object.entries(found.tags).filter(([key]) => !call.input.TagKeys.includes(key));
        keep(call, { ...found, attributes: { ...found.attributes }, tags: Object.fromEntries(tags) });
        return {};
      },
    } satisfies Operation<OfResource & { TagKeys: string[] }>,
    ListTagsForResource: {
      access: onResource,
      run: (call) => ({ Tags: tagList(topic(call, call.input.ResourceArn).tags) }),
    } satisfies Operation<OfResource>,
  },
  notModelled: [
    'Nothing is sent: what is published is kept and can be read, subscriptions stay pending.',
    'FIFO topics, platform applications, SMS, filter policies.',
    'The topic policy is kept but not evaluated.',
  ],
};
