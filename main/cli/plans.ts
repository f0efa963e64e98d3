/** Commands that need no account: they read, compare, export and judge plans. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { message } from '../../preload/contract/message.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { type Engine, type Reading } from '../engine.ts';
import { failure } from '../failure.ts';
import { diffPlans } from '../plans/diff.ts';
import { exportPlan, type ExportKind } from '../plans/export/index.ts';
import { type OpenedPlan, openPlanFile } from '../plans/open-file.ts';
import { withReview } from '../plans/store.ts';
import { diffText, planText } from '../plans/text.ts';
import { codeOf, makeFolder, writeAtomic } from '../storage/disk.ts';
import { wizards } from '../wizards/index.ts';
import { type ExitCode, type Terminal, WrongUse } from './terminal.ts';

/** Ids as plans get them; everything else is a file. */
const planId = /^[0-9a-f]{20}$/;

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file === '-' ? '/dev/stdin' : file, 'utf8');
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new WrongUse('cli.noFile', { file });
  }
}

/** A plan of this state folder by id, or of a file; both are built again from their answers. */
export async function openPlan(name: string, reading: Reading | Engine): Promise<OpenedPlan> {
  if (planId.test(name)) return { plan: (await reading.plans.get(name)).plan, differences: [] };
  const text = await readText(name);
  return openPlanFile(text, { prices: reading.prices, timeZone: await reading.timeZone() });
}

export function listWizards(terminal: Terminal): ExitCode {
  if (terminal.json) {
    terminal.data(
      wizards.map(({ id, description, answers, example }) => ({
        id,
        goal: terminal.text(description.goal),
        schema: z.toJSONSchema(answers, { io: 'input', unrepresentable: 'any' }),
        example,
      })),
    );
    return 0;
  }
  for (const { id, description } of wizards)
    terminal.print('cli.wizard', { id, goal: { message: description.goal } });
  terminal.hint('cli.wizards.hint');
  return 0;
}

export function printPlan(terminal: Terminal, plan: Plan): void {
  terminal.out(planText(plan, terminal.language, terminal.timeZone));
}

export async function showPlan(terminal: Terminal, reading: Reading, name: string): Promise<ExitCode> {
  const { plan, differences } = await openPlan(name, reading);
  if (terminal.json) {
    terminal.data({ plan, differences });
    return 0;
  }
  printPlan(terminal, plan);
  printDifferences(terminal, differences);
  return 0;
}

export function printDifferences(terminal: Terminal, differences: OpenedPlan['differences']): void {
  if (differences.length === 0) return;
  terminal.hint('cli.differs');
  for (const { path, fileSays, weCompute } of differences)
    terminal.hint('cli.differs.line', { path, file: fileSays, ours: weCompute });
}

export async function diff(
  terminal: Terminal,
  reading: Reading,
  first: string,
  second: string,
): Promise<ExitCode> {
  const [one, two] = await Promise.all([openPlan(first, reading), openPlan(second, reading)]);
  const lines = diffPlans(one.plan, two.plan);
  if (terminal.json) terminal.data(lines);
  else terminal.out(diffText(lines, terminal.language));
  return 0;
}

const kinds: readonly ExportKind[] = ['plan', 'cloudformation', 'cli', 'html'];

export async function exportTo(
  terminal: Terminal,
  reading: Reading,
  name: string,
  to: string,
  folder: string | undefined,
): Promise<ExitCode> {
  const kind = kinds.find((known) => known === to);
  if (kind === undefined)
    throw new WrongUse('cli.missing', { command: 'export', what: '--to cloudformation|cli|html' });
  const { plan } = await openPlan(name, reading);
  const { language, timeZone } = terminal;
  const files = exportPlan(plan, kind, { language, timeZone });
  if (folder === undefined) {
    if (terminal.json) terminal.data(files);
    else for (const { text } of files) terminal.out(text);
    return 0;
  }
  await makeFolder(folder);
  for (const file of files) {
    await writeAtomic(join(folder, file.name), file.text);
    terminal.hint('cli.exported', { file: join(folder, file.name) });
  }
  if (terminal.json) terminal.data(files.map((file) => join(folder, file.name)));
  return 0;
}

export async function approve(
  terminal: Terminal,
  reading: Reading,
  name: string,
  review: { by: string; reject: boolean; comment: string },
): Promise<ExitCode> {
  if (review.by.length > 80) throw failure('input.invalid', { field: '--as' });
  if (review.comment.length > 2000) throw failure('input.invalid', { field: '--comment' });
  const { plan, differences } = await openPlan(name, reading);
  printDifferences(terminal, differences);
  if (differences.length > 0) return 3;
  const verdict = review.reject ? ('rejected' as const) : ('approved' as const);
  const at = new Date(reading.clock.now()).toISOString();
  const given = { by: review.by, verdict, comment: review.comment, at };
  if (planId.test(name)) await reading.plans.review(name, given);
  else await writeAtomic(name, `${JSON.stringify(withReview(plan, given), null, 2)}\n`);
  if (terminal.json) terminal.data({ digest: plan.digest, ...given });
  else terminal.out(terminal.text(message(`cli.${verdict}`, { name: review.by })));
  return 0;
}
