/** Recovery bugs that somebody could write: each must be found by some seed. */
import type { PlanJournal } from '../../../main/plans/journal.ts';
import type { PlanLine } from '../../../main/plans/journal-lines.ts';
import type { ObservedCall } from '../../../main/sandbox/index.ts';
import type { Mutant } from './world.ts';

type Line<L extends PlanLine['line']> = Extract<PlanLine, { line: L }>;

/** A journal that keeps something else than it was given. */
function keeping(name: string, instead: (line: PlanLine) => PlanLine[], diesAt?: RegExp): Mutant {
  return {
    name,
    ...(diesAt && { diesAt }),
    around: (journal: PlanJournal): PlanJournal => ({
      ...journal,
      get lines() {
        return journal.lines;
      },
      async append(line) {
        for (const one of instead(line)) await journal.append(one);
      },
    }),
  };
}

/** A journal that is read otherwise than it was written. */
function reading(name: string, as: (lines: readonly PlanLine[]) => readonly PlanLine[]): Mutant {
  return {
    name,
    around: (journal) => {
      const before = as([...journal.lines]);
      const had = journal.lines.length;
      return {
        ...journal,
        append: (line) => journal.append(line),
        get lines() {
          return [...before, ...journal.lines.slice(had)];
        },
      };
    },
  };
}

const forgets = (name: string, of: (line: PlanLine) => boolean) =>
  keeping(name, (line) => (of(line) ? [] : [line]));
const isStep = (line: PlanLine, kind: 'intent' | 'outcome', step: string): boolean =>
  line.line === kind && line.step === step;

function meddling(name: string, operation: string, how: (input: Record<string, unknown>) => void): Mutant {
  return {
    name,
    meddle: (call: ObservedCall) => {
      if (call.operation === operation) how(call.input);
    },
  };
}

const outcomeOf = (line: Line<'intent'>, facts: Line<'intent'>['facts'] = line.facts): PlanLine => ({
  ...line,
  line: 'outcome',
  facts,
});

export const mutants: readonly Mutant[] = [
  forgets('the plan is not written down before it begins', ({ line }) => line === 'begun'),
  forgets('the change set is not announced', (line) => isStep(line, 'intent', 'change-set')),
  forgets('its execution is not announced', (line) => isStep(line, 'intent', 'execute')),
  forgets('a delete is not announced', (line) => isStep(line, 'intent', 'delete')),
  forgets('a single call is not announced', (line) => isStep(line, 'intent', 'call')),
  forgets('an upload is not announced', (line) => isStep(line, 'intent', 'upload')),
  forgets('taking back is only remembered', ({ line }) => line === 'turned'),
  keeping(
    'execution is called done when it is announced',
    (line) => (line.line === 'intent' && line.step === 'execute' ? [line, outcomeOf(line)] : [line]),
    /^journal:outcome:execute:after/,
  ),
  keeping(
    'a single call is called done when it is announced',
    (line) =>
      line.line === 'intent' && line.step === 'call' ? [line, outcomeOf(line, { how: 'done' })] : [line],
    /^journal:outcome:call:after/,
  ),
  keeping('a plan is called done when it begins', (line) =>
    line.line === 'begun'
      ? [line, { line: 'ended', at: line.at, taskId: line.taskId, outcome: 'done' }]
      : [line],
  ),
  keeping('changes are called finished when the plan begins', (line) =>
    line.line === 'begun'
      ? [
          line,
          ...line.plan.changes.map(({ id }): PlanLine => {
            const { at, taskId } = line;
            return {
              line: 'outcome',
              at,
              taskId,
              changeId: id,
              step: 'finished',
              back: false,
              facts: { made: [] },
            };
          }),
        ]
      : [line],
  ),
  keeping('every plan is turned round when it begins', (line) =>
    line.line === 'begun'
      ? [line, { line: 'turned', at: line.at, taskId: line.taskId, why: 'cancelled' }]
      : [line],
  ),
  reading('open plans are not looked for', (lines) => {
    const ended = new Set(lines.flatMap((line) => (line.line === 'ended' ? [line.taskId] : [])));
    return lines.filter((line) => !('taskId' in line) || ended.has(line.taskId));
  }),
  reading('plans that ended may be applied again', (lines) => lines.filter(({ line }) => line === 'lost')),
  reading('a wish to take back is not read', (lines) => lines.filter(({ line }) => line !== 'turned')),
  reading('what is found open is taken for done', (lines) =>
    lines.flatMap((line): PlanLine[] =>
      line.line === 'begun'
        ? [line, { line: 'ended', at: line.at, taskId: line.taskId, outcome: 'done' }]
        : [line],
    ),
  ),
  reading('a damaged journal is taken for whole', (lines) => lines.filter(({ line }) => line !== 'lost')),
  reading('the loss is called searched before it is', (lines) =>
    lines.flatMap((line): PlanLine[] =>
      line.line === 'lost' ? [line, { line: 'reconciled', at: line.at, found: [], unreachable: [] }] : [line],
    ),
  ),
  reading('a task that failed half way is never gone on with', (lines) =>
    lines.filter((line) => line.line !== 'again'),
  ),
  keeping('taking back is called finished when it begins', (line) =>
    line.line === 'turned'
      ? [line, { line: 'ended', at: line.at, taskId: line.taskId, outcome: 'cancelled' }]
      : [line],
  ),
  meddling('stacks do not carry their plan', 'CreateChangeSet', (input) => delete input['Tags']),
  meddling('a stack is deleted by another name', 'DeleteStack', (input) => {
    if (!JSON.stringify(input).includes('foreign')) input['StackName'] = 'millwright-notebook-taken';
  }),
  meddling(
    'the evening stop is made switched off',
    'CreateSchedule',
    (input) => (input['State'] = 'DISABLED'),
  ),
  meddling('a change set is executed under another name', 'ExecuteChangeSet', (input) => {
    input['ChangeSetName'] = 'millwright-other';
  }),
];

/** Throws where there is none of this name. */
export function mutantNamed(name: string): Mutant {
  const found = mutants.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no "${name}".`);
  return found;
}
