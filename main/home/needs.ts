/** What needs the person: each with the one thing to press. Pure. */
import type { z } from 'zod';
import type { Need } from '../../preload/contract/domains/home.ts';
import { message, type Message } from '../../preload/contract/message.ts';
import type { Task } from '../../preload/contract/task.ts';
import { foreignProblem, stackProblem, type StackProblem } from '../inventory/stack-problem.ts';
import type { InventorySnapshot } from '../inventory/snapshot.ts';
import { stackNames } from '../plans/names.ts';
import type { EndOf, Operation } from './summary.ts';

type NeedRow = z.input<typeof Need>;

const toPage = (route: string, label: string): NeedRow['action'] => ({
  label: message(label),
  source: null,
  answers: {},
  route,
});

const toPlan = (label: string, operation: Operation): NeedRow['action'] => ({
  label: message(label),
  source: operation.source,
  answers: operation.answers,
  route: null,
});

const stackNeed = (
  stackName: string,
  { says, label, source }: StackProblem,
  severity: NeedRow['severity'],
): NeedRow => ({
  id: `stack:${stackName}`,
  severity: source === null ? 'info' : severity,
  says,
  action: { label, source, answers: source === null ? {} : { stackName }, route: null },
});

/** A thing that ends within this time is named with the way to let it run longer. */
const warnMs = 15 * 60_000;

/** So many of a kind have each a row and a button; more are one row, which leads to them in the list. */
const mostOfAKind = 5;

interface Kind {
  id: string;
  severity: NeedRow['severity'];
  /** Of the sentence for many, with how many in `n`. */
  says: string;
  route: string;
}

/** What needs the person by kind, in the order in which a kind was met first. */
function byKind() {
  const kinds = new Map<string, Kind & { one: { name: string; row: () => NeedRow }[] }>();
  return {
    add(kind: Kind, name: string, row: () => NeedRow): void {
      const of = kinds.get(kind.id) ?? { ...kind, one: [] };
      of.one.push({ name, row });
      kinds.set(kind.id, of);
    },
    rows: (): NeedRow[] =>
      [...kinds.values()].flatMap(({ id, severity, says, route, one }): NeedRow[] => {
        if (one.length <= mostOfAKind) return one.map(({ row }) => row());
        const [a = '', b = '', c = '', ...others] = one.map(({ name }) => name);
        const notes = [message('need.many.names', { one: a, two: b, three: c, more: others.length })];
        const sentence = message(says, { n: one.length });
        return [
          { id: `many:${id}`, severity, says: sentence, notes, action: toPage(route, 'need.many.see') },
        ];
      }),
  };
}

const ofThings = {
  failed: { severity: 'error', says: 'need.many.failed' },
  noEnd: { severity: 'warning', says: 'need.many.noEnd' },
  endsSoon: { severity: 'warning', says: 'need.many.endsSoon' },
} as const;

export function needs(
  snapshot: InventorySnapshot | null,
  tasks: Task[],
  endOf: (thing: InventorySnapshot['things'][number]) => EndOf,
  now: number,
): NeedRow[] {
  const rows: NeedRow[] = [];
  for (const task of tasks.filter((t) => t.state === 'failed' || t.state === 'lost')) {
    const torn = task.error?.code === 'state.recordLost';
    const says = message(`need.task.${torn ? 'torn' : task.state}`, { title: { message: task.title } });
    rows.push({
      id: `task:${task.id}`,
      severity: 'error',
      says,
      action: toPage(`#/tasks/${task.id}`, torn ? 'need.task.torn.open' : 'need.task.open'),
    });
  }
  if (!snapshot) return rows;
  const busy = new Set(tasks.filter((t) => t.endedAt === undefined).map((t) => t.planId));
  for (const stack of snapshot.stacks) {
    const problem = stackProblem(stack, now);
    if (problem && !busy.has(stack.planId)) rows.push(stackNeed(stack.name, problem, 'error'));
  }
  for (const stack of snapshot.foreignStacks) {
    const problem = foreignProblem(stack, now);
    if (problem) rows.push(stackNeed(stack.name, problem, 'info'));
  }
  const things = byKind();
  const unguarded: string[] = [];
  for (const thing of snapshot.things) {
    const failed = thing.status === 'Failed';
    // Of the many that cost nothing now there is nothing to say.
    if (!failed && thing.hourly.length === 0) continue;
    const end = endOf(thing);
    const add = (only: keyof typeof ofThings, says: Message, action: NeedRow['action']) => {
      const { severity } = ofThings[only];
      const kind = { id: only, ...ofThings[only], route: `#/notebooks?only=${only}` };
      things.add(kind, thing.name, () => ({ id: `${thing.type}:${thing.name}`, severity, says, action }));
    };
    const page = `#/notebooks/${encodeURIComponent(thing.name)}`;
    if (end.unguarded === true && !failed) {
      unguarded.push(thing.name);
    } else if (failed) {
      add('failed', message('need.thing.failed', { name: thing.name }), toPage(page, 'need.thing.look'));
    } else if (end.endsAt === null && end.stop && end.notKnown !== true) {
      add('noEnd', message('need.thing.noEnd', { name: thing.name }), toPlan('need.thing.stop', end.stop));
    } else if (end.endsAt !== null && end.extend && Date.parse(end.endsAt) - now <= warnMs) {
      const says = message('need.thing.endsSoon', { name: thing.name, at: { time: end.endsAt } });
      add('endsSoon', says, toPlan('need.thing.extend', end.extend));
    }
  }
  return [...rows, ...guardNeed(unguarded, rows), ...things.rows()];
}

/** What should stop itself in the evening and will not. Where the prepared account is stuck, that is to be mended first. */
function guardNeed(names: readonly string[], others: readonly NeedRow[]): NeedRow[] {
  const [name = ''] = names;
  if (names.length === 0) return [];
  const says = message('need.guard.gone', { n: names.length, name });
  const stuck = others.find(({ id }) => id === `stack:${stackNames.foundation}`);
  return [
    {
      id: 'guard',
      severity: 'error',
      says,
      action: stuck?.action ?? toPlan('need.guard.prepare', { source: 'foundation', answers: {} }),
      also: [toPage('#/notebooks?only=noEnd', 'need.many.see')],
    },
  ];
}
