/** The Faults page's way to the account inside the program: the real account on a port, asked through the contract's handlers. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxHandlers } from '../../main/connections/sandbox-handlers.ts';
import type { Connections } from '../../main/connections/connections.ts';
import { contract } from '../../preload/contract/index.ts';
import type { CallContext } from '../../preload/contract/method.ts';
import { shows } from '../status/shows.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

const call: CallContext = { requestId: 'r', windowId: 'w', signal: new AbortController().signal };
let account: TestSandbox;
let moved = 0;
beforeAll(async () => {
  account = await testSandbox();
});
afterAll(() => account.end());

const handlers = (kind: 'sandbox' | 'environment') =>
  sandboxHandlers(
    {
      current: () => Promise.resolve({ kind }),
      aws: () => Promise.resolve(undefined),
      sandbox: () => ({
        access: { endpoint: account.listening.url },
        controlKey: account.listening.secretAccessKey,
      }),
    } as unknown as Connections,
    () => (moved += 1),
  );
const { faults, switchOn, switchOff, clock, advance } = contract.sandbox;

test(
  'names every fault and every call, switches on, counts and switches off' + shows('done-when:2.2/switches'),
  async () => {
    const room = handlers('sandbox');
    const known = faults.output.parse(await room.faults({}, call));
    expect(known.kinds).toHaveLength(34);
    const sagemaker = known.services.find(({ service }) => service === 'sagemaker');
    expect(sagemaker?.operations).toContain('CreateNotebookInstance');
    const spec = switchOn.input.parse({
      fault: 'F1',
      service: 'sts',
      operation: null,
      when: 'before',
      via: 'wire',
      times: 2,
    });
    const on = switchOn.output.parse(await room.switchOn(spec, call));
    expect(on).toMatchObject({ fault: 'F1', service: 'sts', times: 2, met: 0 });
    const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    const sts = new STSClient(account.client);
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow(/[Rr]ate|[Tt]hrottl/);
    expect((await room.faults({}, call)).switches[0]).toMatchObject({ id: on.id, met: 1 });
    await room.switchOff(switchOff.input.parse({ id: on.id }), call);
    expect((await room.faults({}, call)).switches).toEqual([]);
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeTruthy();
  },
);

test('what makes no sense is refused with the account’s own sentence', async () => {
  const spec = {
    fault: 'F16',
    service: null,
    operation: null,
    when: 'before',
    via: 'wire',
    times: null,
  } as const;
  await expect(handlers('sandbox').switchOn(spec, call)).rejects.toMatchObject({
    error: {
      code: 'call.invalid',
      technical: { text: expect.stringContaining('cannot be switched on here') },
    },
  });
});

test('moves the account’s clock and tells so', async () => {
  const room = handlers('sandbox');
  const before = clock.output.parse(await room.clock({}, call));
  const after = advance.output.parse(await room.advance({ seconds: 3600 }, call));
  expect(Date.parse(after.now) - Date.parse(before.now)).toBe(3_600_000);
  expect(moved).toBe(1);
});

test('in another account every one of them is refused in words, and nothing is asked', async () => {
  const room = handlers('environment');
  const refused = { error: { code: 'sandbox.notInUse' } };
  const spec = {
    fault: 'F1',
    service: null,
    operation: null,
    when: 'before',
    via: 'wire',
    times: null,
  } as const;
  await expect(room.faults({}, call)).rejects.toMatchObject(refused);
  await expect(room.switchOn(spec, call)).rejects.toMatchObject(refused);
  await expect(room.switchOff({ id: null }, call)).rejects.toMatchObject(refused);
  await expect(room.clock({}, call)).rejects.toMatchObject(refused);
  await expect(room.advance({ seconds: 60 }, call)).rejects.toMatchObject(refused);
});
