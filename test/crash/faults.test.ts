/** Every kind of call of a notebook's plan meets every kind of fault once, before and after AWS has done it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failedWith } from '../../main/failure.ts';
import { AwsError, DropAnswer } from '../../main/sandbox/index.ts';
import { openSpine, type Spine } from '../support/spine.ts';

let spine: Spine;
let cases = 0;
const bucket = 'fault-bucket-4417';

beforeAll(async () => {
  spine = await openSpine();
  const engine = await spine.engine();
  for (const [source, given] of [
    ['foundation', {}],
    ['storage', { name: bucket }],
  ] as const)
    await spine.apply(engine, await spine.plan(engine, source, given));
  await engine.close();
}, 60_000);
afterAll(() => spine.close());

const changes = ['CreateChangeSet', 'ExecuteChangeSet'];
const looks = ['DescribeChangeSet', 'DescribeStacks', 'DescribeStackEvents', 'ListStackResources'];
const faults: Record<string, () => Error> = {
  throttled: () => new AwsError('Throttling', 'Rate exceeded', 400),
  'too many requests': () => new AwsError('TooManyRequestsException', 'Slow down', 429),
  'in trouble': () => new AwsError('InternalFailure', 'Internal', 500),
  unavailable: () => new AwsError('ServiceUnavailable', 'Unavailable', 503),
  'cut off': () => new DropAnswer(),
  'signed out': () =>
    new AwsError('ExpiredToken', 'The security token included in the request is expired', 403),
};

// A look that AWS answered and one that it did not are the same to the account.
const matrix = Object.keys(faults).flatMap((fault) => [
  ...changes.flatMap((operation) => [
    [operation, fault, 'before'] as const,
    [operation, fault, 'after'] as const,
  ]),
  ...looks.map((operation) => [operation, fault, 'before'] as const),
]);

test.each(matrix)(
  '%s %s %s AWS did it: one notebook or none, and an honest end',
  async (operation, fault, when) => {
    const name = `fault-${(cases += 1)}-end`;
    const engine = await spine.engine();
    const plan = await spine.plan(engine, 'notebook', {
      name,
      size: 'ml.t3.medium',
      bucket: { choice: bucket },
      evening: { at: '19:00', timeZone: 'UTC' },
    });
    let met = 0;
    const stop = spine.sandbox.hook({
      [when]: (call: { service: string; operation: string; via: string }) => {
        const ours = call.service === 'cloudformation' && call.operation === operation && call.via === 'wire';
        if (ours && (met += 1) === 1) throw faults[fault]?.() ?? new Error(fault);
      },
    });
    const task = await spine.apply(engine, plan).catch((error: unknown) => {
      // Refused before anything was begun: the same plan can be applied afterwards.
      expect(failedWith(error, 'connection.expired', 'plan.changed'), String(error)).toBe(true);
      return spine.apply(engine, plan);
    });
    stop();
    expect(met).toBeGreaterThan(0);
    const of = (kind: string) =>
      spine.sandbox
        .ledger()
        .filter((entry) => entry.kind === `sagemaker/${kind}` && entry.key.includes(name));
    expect(of('notebook-instance').length).toBeLessThanOrEqual(1);
    if (task.state === 'lost') {
      // A sign-in that ended stays open: the next start goes on.
      expect(fault).toBe('signed out');
      const { ended } = await engine.applying.recover();
      expect((await ended).map((one) => one.state)).toEqual(['succeeded']);
    } else expect(task.state, JSON.stringify(task.error)).toBe('succeeded');
    expect(of('notebook-instance').filter((entry) => entry.goneAt === null)).toHaveLength(1);
    const removed = await spine.apply(engine, await spine.plan(engine, 'notebook-delete', { name }));
    expect(removed.state).toBe('succeeded');
    await engine.close();
  },
);
