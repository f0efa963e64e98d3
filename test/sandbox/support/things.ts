/**
 * A service made for tests of the engine: things that are made, become ready after ten seconds, are billed while ready,
 * and are listed in pages. It borrows the shapes of SNS topics, so that the real SDK can speak to it.
 */
import {
  AwsError,
  type Kind,
  type Operation,
  type ServiceModule,
} from '../../../main/sandbox/engine/types.ts';

export interface Thing {
  name: string;
  state: 'Pending' | 'Ready';
  readyAt?: string;
}

export const things: Kind<Thing> = {
  name: 'test/thing',
  key: (t) => t.name,
  scope: 'region',
  billed: (t) => (t.state === 'Ready' ? [{ priceKey: 'test:thing', quantity: 1, unit: 'hour' }] : []),
};

const CreateTopic: Operation<{ Name: string }> = {
  access: ({ input }) => [{ resource: `arn:aws:sns:::${input.Name}` }],
  run({ account, region, input }) {
    if (account.table(things, region).get(input.Name)) throw new AwsError('InvalidParameter', 'It exists.');
    account.table(things, region).put({ name: input.Name, state: 'Pending' });
    account.after(10, 'things.ready', region, input.Name);
    return { TopicArn: input.Name };
  },
};

const DeleteTopic: Operation<{ TopicArn: string }> = {
  run({ account, region, input }) {
    account.table(things, region).delete(input.TopicArn);
    return {};
  },
};

const ListTopics: Operation = {
  page: { items: 'Topics', input: 'NextToken', output: 'NextToken', defaultSize: 100, maxSize: 100 },
  run: ({ account, region }) => ({
    Topics: account
      .table(things, region)
      .list()
      .map((t) => ({ TopicArn: t.name })),
  }),
};

const ListSubscriptions: Operation = {
  page: {
    items: 'Subscriptions',
    input: 'NextToken',
    output: 'NextToken',
    limit: 'MaxResults',
    defaultSize: 3,
    maxSize: 5,
  },
  run: () => ({ Subscriptions: Array.from({ length: 7 }, (_, i) => ({ Owner: String(i) })) }),
};

const Publish: Operation = {
  run: () => {
    throw new Error('a defect on purpose');
  },
};

export const thingService: ServiceModule = {
  signingName: 'sns',
  iamPrefix: 'sns',
  title: 'Things',
  sdk: () => import('@aws-sdk/client-sns'),
  operations: { CreateTopic, DeleteTopic, ListTopics, ListSubscriptions, Publish },
  constraints: {
    CreateTopic: {
      Name: { pattern: /[A-Za-z0-9_-]+/, max: 8 },
      'Tags[].Key': { min: 2 },
      DataProtectionPolicy: { enum: ['a', 'b'] },
    },
  },
  timers: {
    'things.ready': (account, region, name: string) => {
      const table = account.table(things, region);
      const thing = table.get(name);
      if (thing)
        table.put({ ...thing, state: 'Ready', readyAt: new Date(account.clock.now()).toISOString() });
    },
  },
  notModelled: [],
};
