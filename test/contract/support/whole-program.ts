/**
 * The whole program behind its real loopback host, on an account with a manual clock, with everything that leaves it
 * written down: frames and answers towards pages, and the terminal.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { createApp, type App } from '../../../main/app.ts';
import { systemClock } from '../../../main/clock.ts';
import { openLoopbackHost, type LoopbackHost } from '../../../main/hosts/loopback/index.ts';
import type { ObservedCall } from '../../../main/sandbox/index.ts';
import type { Result } from '../../../preload/contract/errors.ts';
import type { MillwrightEvent } from '../../../preload/contract/events.ts';
import { contract, type Millwright } from '../../../preload/contract/index.ts';
import type { Domain } from '../../../preload/contract/method.ts';
import type { Plan } from '../../../preload/contract/plan.ts';
import type { Task } from '../../../preload/contract/task.ts';
import type { Answers } from '../../../preload/contract/wizard.ts';
import type { FromMain } from '../../../preload/loopback-wire.ts';
import type { Piece, Secret } from '../../support/leaks.ts';
import type { Spine } from '../../support/spine.ts';
import { ask, lineTo, type Answer } from './open-host.ts';

/** A page with a legitimate session, speaking over a real socket. */
export interface Page {
  /** The tab's token, which belongs to the page. */
  token: string;
  api: Omit<Millwright, 'onEvent'>;
  call(channel: string, input: unknown): Promise<Result<unknown>>;
  events: MillwrightEvent[];
  close(): void;
}

export interface WholeProgram {
  app: App;
  host: LoopbackHost;
  stateDir: string;
  /** Towards pages, and the terminal. */
  left: Piece[];
  /** Secrets of the host that came up: codes, tokens, tickets, form secrets. */
  secrets: Secret[];
  /** Faults in our own code: rooms and errors. */
  faults: unknown[];
  /** Calls that reached the account from outside since the start, and are no look. */
  changes: ObservedCall[];
  openPage(): Promise<Page>;
  /** As a tab of the browser asks the confirmation origin. */
  asTab(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Presses Confirm on a question as a person does; the ticket arrives at the page. */
  press(page: Page, asked: { consentId: string; link: string | null }): Promise<string>;
  /** Asks for consent to a plan and presses Confirm. */
  consent(page: Page, plan: Pick<Plan, 'id' | 'digest'>): Promise<string>;
  /** The person's whole way: plan, consent, apply, end. */
  perform(page: Page, source: string, answers: Answers): Promise<{ plan: Plan; task: Task; ticket: string }>;
  close(): Promise<void>;
}

export interface WholeOptions {
  spine: Spine;
  /** Instead of the account's own key. */
  env?: Record<string, string>;
  stateDir: string;
}

/** Operations that look: everything else that arrives at the account is a change. */
const looks =
  /^(?:Get|List|Describe|Head|Simulate|DetectStackDrift$|FilterLogEvents$|ValidateTemplate$|CreatePresignedNotebookInstanceUrl$)/;

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.technical ?? {})}`);
  return result.value;
}

/** Notes what the program writes to the terminal; answers how to stop. */
function overhear(left: Piece[]): () => void {
  const note = (...said: unknown[]): boolean => {
    left.push({ where: 'terminal', bytes: Buffer.from(said.map(String).join(' ')) });
    return true;
  };
  const spies = [
    ...(['stdout', 'stderr'] as const).map((name) =>
      vi.spyOn(process[name], 'write').mockImplementation(note),
    ),
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...said) => void note(...said)),
    ),
  ];
  process.on('warning', note);
  return () => {
    process.off('warning', note);
    for (const spy of spies) spy.mockRestore();
  };
}

export async function openWhole({ spine, env = {}, stateDir }: WholeOptions): Promise<WholeProgram> {
  const windowDir = join(stateDir, '..', 'window');
  await mkdir(windowDir, { recursive: true });
  await writeFile(join(windowDir, 'index.html'), '<!doctype html><title>Millwright</title>');
  const left: Piece[] = [];
  const secrets: Secret[] = [];
  const faults: unknown[] = [];
  const changes: ObservedCall[] = [];
  const unhear = overhear(left);
  const unobserve = spine.sandbox.observe((call) => {
    if (call.via === 'wire' && !looks.test(call.operation)) changes.push(call);
  });
  const now = () => spine.clock.now();
  const voice = () => ({ language: 'en' as const, timeZone: 'UTC' });
  const host = await openLoopbackHost({
    windowDir,
    now,
    voice,
    onFault: (error) => faults.push(error),
  });
  const app = await createApp({
    stateDir,
    env: { ...spine.env, ...env },
    host,
    clock: spine.clock,
    // A page that looks on would make hours pass in the account.
    watchClock: systemClock,
    onVoice: () => undefined,
    onFault: (where, error) => faults.push(where, error),
  });
  host.serve(app);
  secrets.push({ name: 'secret of the running program', value: host.ownerSecret });
  const own = { host: `127.0.0.1:${host.port}`, origin: `http://127.0.0.1:${host.port}` };
  const confirmHost = `127.0.0.1:${host.confirmPort}`;
  const keep = (name: string, value: string, allowed?: RegExp): string => {
    secrets.push({ name, value, ...(allowed && { allowed }) });
    return value;
  };

  const signIn = async (): Promise<string> => {
    const code = keep('one-time code', host.newLink().split('#')[1] ?? '');
    const answer = await ask({
      port: host.port,
      path: '/session',
      method: 'POST',
      headers: own,
      body: JSON.stringify({ code }),
    });
    left.push({ where: 'page: session', bytes: Buffer.from(answer.text + JSON.stringify(answer.headers)) });
    return keep('token of the tab', (JSON.parse(answer.text) as { token: string }).token, /^page: session$/);
  };

  const asTab: WholeProgram['asTab'] = (path, headers = {}) =>
    ask({
      port: host.confirmPort,
      path,
      headers: { host: confirmHost, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', ...headers },
    });

  const openPage = async (): Promise<Page> => {
    const token = await signIn();
    const line = await lineTo(host, { origin: own.origin });
    const waiting = new Map<string, { channel: string; answer: (result: Result<unknown>) => void }>();
    const events: MillwrightEvent[] = [];
    let count = 0;
    line.socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as FromMain;
      const asked = message.type === 'result' ? waiting.get(message.id) : undefined;
      const what = message.type === 'event' ? message.event.type : (asked?.channel ?? '');
      left.push({ where: `page: ${message.type} ${what}`, bytes: Buffer.from(data) });
      if (message.type === 'event') events.push(message.event);
      if (message.type === 'result') asked?.answer(message.result);
      if (message.type === 'welcome') keep('key of the window', message.windowKey, /^page: welcome/);
    });
    const call: Page['call'] = (channel, input) =>
      new Promise((resolve) => {
        const id = `call-${(count += 1)}`;
        waiting.set(id, { channel, answer: resolve });
        line.send({ type: 'call', id, channel, input });
      });
    line.send({ type: 'hello', token, windowKey: null, pending: [] });
    await line.next('welcome');
    const api = Object.fromEntries(
      Object.entries<Domain>(contract).map(([domain, methods]) => [
        domain,
        Object.fromEntries(
          Object.keys(methods).map((verb) => [verb, (input: unknown) => call(`${domain}.${verb}`, input)]),
        ),
      ]),
    );
    return { token, api: api as Page['api'], call, events, close: () => line.socket.close() };
  };

  const consent: WholeProgram['consent'] = async (page, { id, digest }) =>
    press(page, valueOf(await page.api.plans.askConsent({ id, digest })));

  const press: WholeProgram['press'] = async (page, { consentId, link }) => {
    const { pathname } = new URL(link ?? '');
    keep(
      'address of a question',
      pathname.split('/').at(-1) ?? '',
      /^page: result (?:plans|tasks)\.askConsent$/,
    );
    const shown = await asTab(pathname);
    const secret = keep('form of a question', /name="secret" value="([\w-]+)"/.exec(shown.text)?.[1] ?? '');
    await spine.clock.sleep(1_000);
    const pressed = await ask({
      port: host.confirmPort,
      path: pathname,
      method: 'POST',
      headers: {
        host: confirmHost,
        origin: `http://${confirmHost}`,
        'sec-fetch-site': 'same-origin',
        'sec-fetch-mode': 'navigate',
      },
      body: new URLSearchParams({ secret, answer: 'confirm' }).toString(),
    });
    expect(pressed.status).toBe(200);
    const event = await vi.waitUntil(() =>
      page.events.find((one) => one.type === 'consent' && one.consentId === consentId),
    );
    if (event.type !== 'consent' || event.ticket === null) throw new Error('no ticket was given');
    return keep('ticket', event.ticket, /^page: event consent$/);
  };

  return {
    app,
    host,
    stateDir,
    left,
    secrets,
    faults,
    changes,
    openPage,
    asTab,
    press,
    consent, // prettier-ignore
    async perform(page, source, answers) {
      const plan = valueOf(await page.api.plans.make({ source, answers }));
      const ticket = await consent(page, plan);
      const { id, digest } = plan;
      const { taskId } = valueOf(await page.api.plans.apply({ id, digest, ticket }));
      const ended = async () => {
        const task = valueOf(await page.api.tasks.get({ id: taskId }));
        return task.endedAt === undefined ? undefined : task;
      };
      const task = await vi.waitUntil(ended, { timeout: 30_000, interval: 20 });
      return { plan, task, ticket };
    },
    async close() {
      await host.close();
      await app.close();
      unobserve();
      unhear();
    },
  };
}
