/** Subscriptions one by one. All are pending: the sandbox sends nothing that a person could confirm. */
import { AwsError, type Call, type Operation } from '../../engine/types.ts';
import { subscriptionKind, type Subscription } from './store.ts';

interface OfSubscription {
  SubscriptionArn: string;
}

function found(call: Call<OfSubscription>): Readonly<Subscription> | undefined {
  const arn = call.input.SubscriptionArn;
  if (!/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]+:[\w-]+$/.test(arn))
    throw new AwsError('InvalidParameter', 'Invalid parameter: SubscriptionId');
  return call.account.table(subscriptionKind, call.region).get(arn.slice(arn.lastIndexOf(':') + 1));
}

const onSubscription = (call: Call<OfSubscription>) => [{ resource: call.input.SubscriptionArn }];

/** One that is not there counts as taken back. */
const unsubscribe: Operation<OfSubscription> = {
  access: onSubscription,
  run(call) {
    const subscription = found(call);
    if (subscription) call.account.table(subscriptionKind, call.region).delete(subscription.id);
    return {};
  },
};

const getAttributes: Operation<OfSubscription> = {
  access: onSubscription,
  run(call) {
    const subscription = found(call);
    if (!subscription) throw new AwsError('NotFound', 'Subscription does not exist', 404);
    return {
      Attributes: {
        SubscriptionArn: call.input.SubscriptionArn,
        TopicArn: subscription.topicArn,
        Protocol: subscription.protocol,
        Endpoint: subscription.endpoint,
        Owner: call.account.id,
        PendingConfirmation: 'true',
        ConfirmationWasAuthenticated: 'false',
        RawMessageDelivery: 'false',
      },
    };
  },
};

export const subscriptionOperations = {
  Unsubscribe: unsubscribe,
  GetSubscriptionAttributes: getAttributes,
};
