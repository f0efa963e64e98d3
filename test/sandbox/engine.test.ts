/** What every service gets from the engine: pages, refusals, time, money, and watchers. */
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AwsError, DropAnswer } from '../../main/sandbox/index.ts';
import { administrator } from '../../main/sandbox/http/identity.ts';
import { sts } from '../../main/sandbox/services/sts.ts';
import { START, testSandbox, type TestSandbox } from './support/sandbox.ts';
import { things, thingService } from './support/things.ts';

let sandbox: TestSandbox;
let sns: SNSClient;
beforeEach(async () => {
  sandbox = await testSandbox({ services: [thingService, sts] });
  sns = new SNSClient(sandbox.client);
});
afterEach(async () => {
  sns.destroy();
  await sandbox.end();
});

const create = (Name: string, more: object = {}): Promise<unknown> =>
  sns.send(new CreateTopicCommand({ Name, ...more }));
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

describe('pages', () => {
  test('come in the order of creation, every item once', async () => {
    for (let i = 0; i < 250; i++)
      sandbox.account.table(things, 'us-east-1').put({ name: `t${i}`, state: 'Pending' });
    const seen: string[] = [];
    const sizes: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = await sns.send(new ListTopicsCommand({ NextToken }));
      sizes.push(page.Topics!.length);
      seen.push(...page.Topics!.map((t) => t.TopicArn!));
      ({ NextToken } = page);
    } while (NextToken);
    expect(sizes).toEqual([100, 100, 50]);
    expect(seen).toEqual(Array.from({ length: 250 }, (_, i) => `t${i}`));
  });
  test('of a long list tell what was made and deleted while somebody went through them', async () => {
    const table = sandbox.account.table(things, 'us-east-1');
    for (let i = 0; i < 450; i++) table.put({ name: `t${i}`, state: 'Pending' });
    const page = async (NextToken: string | undefined) => sns.send(new ListTopicsCommand({ NextToken }));
    const first = await page(undefined);
    const again = await page(first.NextToken);
    expect(again.Topics?.[0]?.TopicArn).toBe('t100');
    table.delete('t150');
    table.put({ name: 't450', state: 'Pending' });
    const second = await page(first.NextToken);
    expect(second.Topics?.map((t) => t.TopicArn)).not.toContain('t150');
    const names: (string | undefined)[] = [];
    for (let { NextToken } = second; NextToken !== undefined;) {
      const next = await page(NextToken);
      names.push(...(next.Topics ?? []).map((t) => t.TopicArn));
      ({ NextToken } = next);
    }
    expect(names.at(-1)).toBe('t450');
    expect(names).toHaveLength(250);
  });
  test.each(['x', '', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'refuse the token %o that nobody gave',
    async (NextToken) => {
      for (let i = 0; i < 101; i++)
        sandbox.account.table(things, 'us-east-1').put({ name: `t${i}`, state: 'Pending' });
      const page = sns.send(new ListTopicsCommand({ NextToken }));
      if (NextToken === '') expect((await page).Topics).toHaveLength(100);
      else
        await expect(page).rejects.toMatchObject({ name: 'ValidationError', message: 'Invalid NextToken' });
    },
  );
  const inside = (input: Record<string, unknown>): Promise<Record<string, unknown>> =>
    sandbox.account.perform({
      service: 'sns',
      operation: 'ListSubscriptions',
      input,
      as: administrator(sandbox.account),
      region: 'us-east-1',
    });
  test('have the size that is asked for, within its bounds', async () => {
    expect((await inside({}))['Subscriptions']).toHaveLength(3);
    expect((await inside({ MaxResults: 5 }))['Subscriptions']).toHaveLength(5);
    await expect(inside({ MaxResults: 6 })).rejects.toThrow(
      "1 validation error detected: Value '6' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 5",
    );
    await expect(inside({ MaxResults: 0 })).rejects.toThrow('greater than or equal to 1');
  });
  test('go on where they stopped also when the size changes', async () => {
    const first = await inside({ MaxResults: 2 });
    const second = await inside({ MaxResults: 5, NextToken: first['NextToken'] });
    expect(second['Subscriptions']).toMatchObject([{ Owner: '2' }, {}, {}, {}, { Owner: '6' }]);
    expect(second).not.toHaveProperty('NextToken');
  });
});

describe('a wrong value', () => {
  test.each<[string, object, string]>([
    [
      'a b',
      {},
      "Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9_-]+",
    ],
    [
      'a\n',
      {},
      "Value 'a\n' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9_-]+",
    ],
    [
      '123456789',
      {},
      "Value '123456789' at 'name' failed to satisfy constraint: Member must have length less than or equal to 8",
    ],
    [
      'a',
      {
        Tags: [
          { Key: 'ok', Value: '' },
          { Key: 'k', Value: '' },
        ],
      },
      "Value 'k' at 'tags.2.member.key' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      'a',
      { DataProtectionPolicy: 'c' },
      "Value 'c' at 'dataProtectionPolicy' failed to satisfy constraint: Member must satisfy enum value set: [a, b]",
    ],
    [
      'a',
      { Tags: [{ Key: 'kk' }] },
      "Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null",
    ],
  ])('is named: %s %o', async (name, more, text) => {
    await expect(create(name, more)).rejects.toMatchObject({
      name: 'ValidationError',
      message: `1 validation error detected: ${text}`,
    });
  });
  test('changes nothing', async () => {
    await create('a b').catch(() => undefined);
    expect(sandbox.ledger()).toEqual([]);
  });
});

test('an operation that is not modelled says so by name', async () => {
  const call = sns.send(new SubscribeCommand({ TopicArn: 'a', Protocol: 'email' }));
  await expect(call).rejects.toMatchObject({
    name: 'NotModelledInSandbox',
    message: expect.stringContaining('sns:Subscribe') as unknown,
    $metadata: { httpStatusCode: 501 },
  });
});

test('a defect of the sandbox is not dressed up as an error of AWS', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  await expect(sns.send(new PublishCommand({ Message: 'x' }))).rejects.toMatchObject({
    name: 'InternalFailure',
  });
  expect(warned).toHaveBeenCalledWith(expect.objectContaining({ message: 'a defect on purpose' }));
  warned.mockRestore();
});

test('without permission a call is refused with the permission that it lacks', async () => {
  const call = sandbox.account.perform({
    service: 'sns',
    operation: 'CreateTopic',
    input: { Name: 'a' },
    as: { kind: 'user', arn: 'arn:aws:iam::000000000000:user/guest', name: 'guest', userId: 'AIDA' },
    region: 'us-east-1',
  });
  await expect(call).rejects.toMatchObject({
    code: 'AccessDenied',
    message:
      'User: arn:aws:iam::000000000000:user/guest is not authorized to perform: sns:CreateTopic on resource: arn:aws:sns:::a because no identity-based policy allows the sns:CreateTopic action',
  });
});

test('the ledger holds what was made, by whom, and the spans in which it was billed', async () => {
  await create('a');
  await sandbox.advance(3600);
  await sns.send(new DeleteTopicCommand({ TopicArn: 'a' }));
  expect(sandbox.ledger()).toEqual([
    {
      kind: 'test/thing',
      key: 'a',
      region: 'us-east-1',
      madeAt: at(0),
      madeBy: `arn:aws:iam::${sandbox.account.id}:user/administrator`,
      goneAt: at(3600),
      goneBy: `arn:aws:iam::${sandbox.account.id}:user/administrator`,
      billed: [{ priceKey: 'test:thing', quantity: 1, unit: 'hour', from: at(10), to: at(3600) }],
    },
  ]);
});

test('regions are apart', async () => {
  await create('a');
  const other = new SNSClient({ ...sandbox.client, region: 'eu-central-1' });
  expect((await other.send(new ListTopicsCommand({}))).Topics).toEqual([]);
});

test('what a table holds cannot be changed behind its back', () => {
  const table = sandbox.account.table(things, 'us-east-1');
  table.put({ name: 'a', state: 'Pending' });
  expect(() => ((table.get('a') as { state: string }).state = 'Ready')).toThrow(TypeError);
});

test('keys come in the order of their bytes', () => {
  const table = sandbox.account.table(things, 'us-east-1');
  for (const name of ['b/2', 'é', 'a', '𝒳', 'b/1', '\uffee', 'b/10', 'B'])
    table.put({ name, state: 'Pending' });
  const names = (o: Parameters<typeof table.range>[0]): string[] => table.range(o).map((t) => t.name);
  expect(names({ limit: 10 })).toEqual(['B', 'a', 'b/1', 'b/10', 'b/2', 'é', '\uffee', '𝒳']);
  expect(names({ prefix: 'b/', limit: 10 })).toEqual(['b/1', 'b/10', 'b/2']);
  expect(names({ prefix: 'b/', after: 'b/1', limit: 1 })).toEqual(['b/10']);
  expect(names({ prefix: 'b/', after: 'z', limit: 10 })).toEqual([]);
  expect(names({ from: 'b/2', limit: 2 })).toEqual(['b/2', 'é']);
  const last = (o: Parameters<typeof table.last>[0]): string[] => table.last(o).map((t) => t.name);
  expect(last({ limit: 3 })).toEqual(['é', '\uffee', '𝒳']);
  expect(last({ prefix: 'b/', limit: 2 })).toEqual(['b/10', 'b/2']);
  expect(last({ prefix: 'b/', before: 'b/2', limit: 1 })).toEqual(['b/10']);
  expect(last({ prefix: 'b/', before: 'z', limit: 10 })).toEqual(['b/1', 'b/10', 'b/2']);
  expect(last({ from: 'b/10', before: 'é', limit: 10 })).toEqual(['b/10', 'b/2']);
});

describe('watchers', () => {
  test('see every call with its outcome', async () => {
    const seen: string[] = [];
    const stop = sandbox.observe((call, outcome) =>
      seen.push(
        `${call.via} ${call.operation} ${'error' in outcome ? (outcome.error as AwsError).code : 'ok'}`,
      ),
    );
    await create('a');
    await create('a').catch(() => undefined);
    stop();
    await create('b');
    expect(seen).toEqual(['wire CreateTopic ok', 'wire CreateTopic InvalidParameter']);
  });
  test('may refuse a call before anything happens', async () => {
    const stop = sandbox.hook({
      before: () => {
        throw new AwsError('Throttling', 'Rate exceeded', 400);
      },
    });
    await expect(create('a')).rejects.toMatchObject({ name: 'Throttling' });
    expect(sandbox.ledger()).toEqual([]);
    stop();
    await create('a');
  });
  test('may lose the answer of a call that was made', async () => {
    const stop = sandbox.hook({
      after: () => {
        throw new DropAnswer();
      },
    });
    await expect(create('a')).rejects.toThrow(/hang up|ECONNRESET|closed/);
    stop();
    expect(sandbox.ledger()).toMatchObject([{ key: 'a', goneAt: null }]);
  });
});

test('started over, the account is empty and its key still good', async () => {
  await create('a');
  await sandbox.reset();
  expect(sandbox.ledger()).toEqual([]);
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([]);
  await create('a');
  await sandbox.advance(10);
  expect(sandbox.ledger()).toMatchObject([{ key: 'a', billed: [{ to: null }] }]);
});
