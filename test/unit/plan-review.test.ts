/** A reviewer's verdict in the window: kept for exactly this plan, and a rejected plan is not asked about. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppFailure } from '../../main/failure.ts';
import { planHandlers, type PlanParts } from '../../main/plans/handlers.ts';
import { openPlanStore, type PlanStore } from '../../main/plans/store.ts';
import type { ConsentRequest } from '../../main/hosts/ports.ts';
import type { CallContext } from '../../preload/contract/method.ts';
import { notebook, notebookStack, plan } from '../wizard/support.ts';

const context: CallContext = { requestId: 'r', windowId: 'w', signal: new AbortController().signal };
const stop = plan(
  'notebook-stop',
  { name: 'sales' },
  { 'notebook:sales': notebook(), 'stack:millwright-notebook-sales': notebookStack() },
);
const said = { id: stop.id, digest: stop.digest, by: 'Dr. Lee', comment: 'Not on a Friday.' };

let dir: string;
let store: PlanStore;
let asked: ConsentRequest[];
let told: number;
let handlers: ReturnType<typeof planHandlers>;

const notNeeded = () => Promise.reject(new Error('not needed here'));

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-review-'));
  store = openPlanStore(dir);
  await store.save(stop);
  asked = [];
  told = 0;
  const parts: PlanParts = {
    store,
    receipts: {} as PlanParts['receipts'],
    applying: { apply: notNeeded, reconciling: { pending: () => null } },
    consent: {
      ask: (request) => {
        asked.push(request);
        return Promise.resolve({ consentId: 'c', link: null });
      },
    },
    making: notNeeded,
    reader: () => Promise.resolve({ language: 'en', timeZone: 'UTC' }),
    inSandbox: () => Promise.resolve(true),
    now: () => Date.parse('2026-11-20T13:02:00Z'),
    onReviewed: () => (told += 1),
  };
  handlers = planHandlers(parts);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof AppFailure ? error.error.code : String(error)),
  );

test('a rejected plan is shown as rejected, and nobody is asked to start it', async () => {
  const summary = await handlers.review({ ...said, verdict: 'rejected' }, context);
  expect(summary.state).toBe('rejected');
  expect(summary.review).toEqual({
    by: 'Dr. Lee',
    verdict: 'rejected',
    comment: 'Not on a Friday.',
    at: '2026-11-20T13:02:00.000Z',
  });
  expect(told).toBe(1);
  expect(await code(handlers.askConsent(stop, context))).toBe('plan.rejected');
  expect(asked).toEqual([]);
});

test('the last verdict counts', async () => {
  await handlers.review({ ...said, verdict: 'rejected' }, context);
  const summary = await handlers.review({ ...said, verdict: 'approved' }, context);
  expect([summary.state, summary.review?.verdict]).toEqual(['ready', 'approved']);
  expect(await code(handlers.askConsent(stop, context))).toBe('done');
  expect(asked[0]?.press).toEqual({ key: 'plan.notebook.stop.press' });
});

test('a verdict about another digest, or about what was started, is refused', async () => {
  const other = { ...said, digest: '0'.repeat(64), verdict: 'approved' as const };
  expect(await code(handlers.review(other, context))).toBe('digest.mismatch');
  await store.mark(stop.id, 'applied');
  expect(await code(handlers.review({ ...said, verdict: 'rejected' }, context))).toBe('state.wrong');
  expect(told).toBe(0);
});

test('opening the file again does not wipe the verdict out', async () => {
  await handlers.review({ ...said, verdict: 'rejected' }, context);
  await store.save(stop);
  expect((await store.get(stop.id)).summary.state).toBe('rejected');
});
