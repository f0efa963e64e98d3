/** Commands that ask or change an account. */
import { type Message, message, type MessageValue } from '../../preload/contract/message.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import type { Task } from '../../preload/contract/task.ts';
import { Answers } from '../../preload/contract/wizard.ts';
import type { Environment } from '../connections/sources.ts';
import type { Engine, Reading } from '../engine.ts';
import { failure } from '../failure.ts';
import { homeHandlers } from '../home/handlers.ts';
import type { Lost } from '../home/loss-needs.ts';
import { notebookInstances } from '../inventory/collectors/notebook-instances.ts';
import { Inventory } from '../inventory/inventory.ts';
import { openInventoryCache } from '../inventory/cache.ts';
import { makePlan } from '../plans/make.ts';
import { requireSource } from '../plans/sources.ts';
import { writeAtomic } from '../storage/disk.ts';
import { lostHere, lostOf, needsWithoutLook, printNeeds } from './loss.ts';
import { openPlan, printDifferences, printPlan, readText } from './plans.ts';
import { errorOf, type ExitCode, exitCodeOf, printError, type Terminal, WrongUse } from './terminal.ts';

export interface PlanWishes {
  source: string;
  answers: string;
  out: string | undefined;
  offline: boolean;
  signal: AbortSignal;
}

export async function plan(terminal: Terminal, reading: Reading, wishes: PlanWishes): Promise<ExitCode> {
  const source = requireSource(wishes.source);
  const text = await readText(wishes.answers);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new WrongUse('cli.noJson', { file: wishes.answers });
  }
  const answers = Answers.safeParse(given);
  if (!answers.success) throw new WrongUse('cli.noJson', { file: wishes.answers });
  const making = await reading.making(wishes.offline ? 'draft' : 'auto', wishes.signal);
  if (making.missing !== undefined)
    terminal.hint('cli.plan.offline', { why: { message: making.missing.error.says } });
  const made = await makePlan(source, answers.data, making);
  await reading.plans.save(made);
  if (wishes.out !== undefined) await writeAtomic(wishes.out, `${JSON.stringify(made, null, 2)}\n`);
  const blockers = made.blockers.map((says) => terminal.text(says));
  const file = wishes.out ?? null;
  if (terminal.json) terminal.data({ id: made.id, digest: made.digest, file, blockers, plan: made });
  else {
    printPlan(terminal, made);
    if (wishes.out === undefined) terminal.hint('cli.plan.kept', { id: made.id });
    else terminal.hint('cli.plan.saved', { file: wishes.out });
    if (blockers.length === 0 && made.target.accountId !== null)
      terminal.hint('cli.plan.next', { plan: wishes.out ?? made.id, digest: made.digest });
  }
  return 0;
}

export async function apply(
  terminal: Terminal,
  engine: Engine,
  name: string,
  yes: string | undefined,
  env: Environment = {},
): Promise<ExitCode> {
  // Prices are those of the account; without it the plan would be shown with unknown ones.
  await engine.connections.aws();
  const { plan: wanted, differences } = await openPlan(name, engine);
  printDifferences(terminal, differences);
  if (differences.length > 0) throw failure('plan.tampered');
  if (yes === undefined) {
    terminal.hint('cli.needsYes', { digest: wanted.digest });
    return 3;
  }
  const { open, ended } = await engine.applying.recover();
  const stop = follow(terminal, engine);
  try {
    if (engine.applying.reconciling.pending() !== null) {
      terminal.hint('cli.searching');
      await engine.applying.search();
    }
    const consent = { kind: 'digest' as const, digest: yes };
    const { taskId } = await engine.applying.apply(wanted, consent, secretsIn(env, wanted));
    const task = await engine.applying.ended(taskId);
    if (open.length > 0) await ended;
    return await report(terminal, engine, [task]);
  } finally {
    stop();
  }
}

/** Values that the plan asks for when it starts, from the environment: a command line would show them to others. */
function secretsIn(env: Environment, { secrets = [] }: Plan): Record<string, string> {
  return Object.fromEntries(
    secrets.flatMap(({ name }) => {
      const value = env[`MILLWRIGHT_SECRET_${name}`];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

export async function recover(terminal: Terminal, engine: Engine, undo: boolean): Promise<ExitCode> {
  const stop = follow(terminal, engine);
  try {
    const { reconciling } = engine.applying;
    if (reconciling.pending() !== null) terminal.hint('cli.searching');
    const { ended } = await engine.applying.recover({ undo });
    const tasks = await ended;
    const needs = needsWithoutLook(engine, lostHere(engine));
    const code = reconciling.pending() === null ? 0 : 1;
    if (!terminal.json) printNeeds(terminal, needs);
    if (tasks.length === 0) {
      if (terminal.json) terminal.data({ tasks: [], needs });
      else terminal.print('cli.noTasks');
      return code;
    }
    return (await report(terminal, engine, tasks, { needs })) || code;
  } finally {
    stop();
  }
}

/** Writes each step as it begins and ends. */
function follow(terminal: Terminal, engine: Engine): () => void {
  const said = new Set<string>();
  return engine.tasks.onChange((task) => {
    for (const step of task.steps) {
      const mark = `${task.id} ${step.id} ${step.state}`;
      if (step.state === 'todo' || said.has(mark)) continue;
      said.add(mark);
      const seconds = (Date.parse(step.endedAt ?? '') - Date.parse(step.startedAt ?? '')) / 1000;
      const took: MessageValue = { duration: Number.isNaN(seconds) ? 0 : Math.round(seconds) };
      terminal.hint(`cli.step.${step.state}`, { title: { message: step.title }, took });
    }
  });
}

async function report(
  terminal: Terminal,
  engine: Engine,
  tasks: Task[],
  more: Record<string, unknown> = {},
): Promise<ExitCode> {
  const receipts = await Promise.all(tasks.map((task) => engine.receipts.get(task.id)));
  const bad = tasks.filter((task) => task.state === 'failed' || task.state === 'lost');
  const code = bad[0]?.error === undefined ? (bad.length > 0 ? 1 : 0) : exitCodeOf(bad[0].error);
  if (terminal.json) {
    terminal.data({ tasks, receipts: receipts.filter((receipt) => receipt !== undefined), ...more });
    return code;
  }
  for (const [index, task] of tasks.entries()) {
    printTask(terminal, task);
    if (task.error !== undefined) printError(terminal, task.error);
    for (const { type, name, usdPerHour } of task.leftOver)
      terminal.print('cli.left', { type, name, price: { money: usdPerHour } });
    const measured = receipts[index]?.measured;
    if (
      measured !== undefined &&
      task.state === 'succeeded' &&
      (measured.usd >= 0.005 || measured.unknown.length > 0)
    )
      terminal.print('cli.measured', { sum: { money: measured.unknown.length > 0 ? null : measured.usd } });
  }
  return code;
}

function printTask(terminal: Terminal, task: Task): void {
  terminal.print('cli.task', {
    title: { message: task.title },
    state: { message: message(`cli.state.${task.state}`) },
    detail: task.detail === undefined ? '' : { message: task.detail },
  });
}

export async function status(terminal: Terminal, reading: Reading, signal: AbortSignal): Promise<ExitCode> {
  const tasks = (await reading.tasks.list()).filter(({ state, cancellable }) => {
    const over = state === 'succeeded' || state === 'cancelled';
    return !over && (state !== 'failed' || cancellable);
  });
  let code: ExitCode = 0;
  const lost = await lostOf(reading);
  const account = await accountNow(reading, lost, signal).catch((error: unknown) => errorOf(error));
  if ('code' in account) code = 1;
  const needs = 'code' in account ? needsWithoutLook(reading, lost) : account.summary.needs;
  if (terminal.json) {
    const { connections } = await reading.connections.list();
    const connection = await reading.connections.current();
    terminal.data({ connection, connections: connections.map(({ id }) => id), tasks, now: account, needs });
    return code;
  }
  if ('code' in account) {
    terminal.print('cli.notConnected', { why: { message: account.says } });
    terminal.hint('cli.mend', { mend: { message: account.mend } });
  } else {
    const { aws, summary } = account;
    terminal.print('cli.account', { account: aws.accountId, region: aws.region, caller: aws.callerArn });
    if (summary.rows.length === 0) terminal.print('cli.noCosts');
    else {
      const { usd, unknown } = summary.perHour;
      terminal.print('cli.costs', { price: { money: unknown.length > 0 ? null : usd } });
    }
    for (const row of summary.rows)
      terminal.print('cli.cost', {
        name: row.name,
        price: { money: row.usdPerHour },
        ends: { message: row.ends as Message },
      });
  }
  // Tasks have their own lines.
  printNeeds(
    terminal,
    needs.filter(({ id }) => !id.startsWith('task:')),
  );
  for (const task of tasks) printTask(terminal, task);
  if (tasks.length === 0) terminal.print('cli.noTasks');
  return code;
}

/** What costs money now, by the same reckoning as the window's first page. */
async function accountNow(reading: Reading, lost: Lost, signal: AbortSignal) {
  const { accountId, region, partition } = (await reading.connections.aws()).target;
  const { callerArn } = await reading.connections.aws();
  const price = (key: string, where: string) => reading.prices.price(key, where)?.usd ?? null;
  const connect = () => reading.connections.aws();
  const store = openInventoryCache(reading.stateDir);
  const inventory = new Inventory({ connect, collectors: [notebookInstances], store, price });
  const timeZone = await reading.timeZone();
  const aws = await connect();
  const home = homeHandlers({
    inventory,
    now: () => aws.now(),
    price,
    tasks: () => reading.tasks.list(),
    timeZone: () => timeZone,
    lost: () => lost,
  });
  const summary = await home.summary(
    { refresh: true, all: true },
    { requestId: 'status', windowId: 'commands', signal },
  );
  store.close();
  return { aws: { accountId, region, partition, callerArn }, summary };
}
