/**
 * Five bugs of recovery, planted one at a time around the journal and around the way to AWS: the harness has to find each.
 */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Aws, AwsCallOptions } from '../../main/aws/aws.ts';
import type * as Connect from '../../main/aws/connect.ts';
import type * as PlanJournalRoom from '../../main/plans/journal.ts';
import type { PlanJournal } from '../../main/plans/journal.ts';
import type { PlanLine } from '../../main/plans/journal-lines.ts';
import { shows } from '../status/shows.ts';
import { rows, titleOf } from '../support/crash/rows.ts';
import { print } from '../support/crash/seeded.ts';
import { copyOf, crash, openStages, type Stages, tell } from '../support/crash/story.ts';

type Given = Record<string, unknown>;

interface Bug {
  /** The journal as the program with this bug keeps it. */
  journal?: (journal: PlanJournal) => PlanJournal;
  /** What the program with this bug asks, and what it makes of the answer; anew for every start. */
  asks?: () => (operation: string, input: Given, options: AwsCallOptions | undefined) => Given;
  hears?: (operation: string, answer: unknown) => unknown;
}

const planted: { bug: Bug } = vi.hoisted(() => ({ bug: {} }));

vi.mock('../../main/plans/journal.ts', async (original) => {
  const real = await original<typeof PlanJournalRoom>();
  return {
    ...real,
    openPlanJournal: async (...given: Parameters<typeof real.openPlanJournal>) => {
      const journal = await real.openPlanJournal(...given);
      return planted.bug.journal?.(journal) ?? journal;
    },
  };
});

vi.mock('../../main/aws/connect.ts', async (original) => {
  const real = await original<typeof Connect>();
  return {
    ...real,
    connectAws: async (...given: Parameters<typeof real.connectAws>) => {
      const aws = await real.connectAws(...given);
      const { hears = (_: string, answer: unknown) => answer } = planted.bug;
      const asks = planted.bug.asks?.() ?? ((_: string, input: Given) => input);
      const call = aws.call.bind(aws) as (
        s: string,
        o: string,
        i: Given,
        options?: AwsCallOptions,
      ) => Promise<unknown>;
      const pages = aws.pages.bind(aws) as (
        s: string,
        o: string,
        i: Given,
        options?: AwsCallOptions,
      ) => AsyncIterable<unknown>;
      return Object.assign(
        Object.create(aws) as typeof aws,
        {
          call: async (s: string, o: string, i: Given, options?: AwsCallOptions) =>
            hears(o, await call(s, o, asks(o, i, options), options)),
          pages: (s: string, o: string, i: Given, options?: AwsCallOptions) =>
            pages(s, o, asks(o, i, options), options),
        } as unknown as Partial<Aws>,
      );
    },
  };
});

let stages: Stages;
beforeAll(async () => {
  stages = await openStages();
});
afterEach(() => {
  planted.bug = {};
});
afterAll(() => stages.remove());

/** Intents wait in memory until the next line is written, which is after their call. */
function lateIntents(journal: PlanJournal): PlanJournal {
  const held: PlanLine[] = [];
  return {
    ...journal,
    lines: journal.lines,
    async append(line) {
      if (line.line === 'intent') {
        held.push(line);
        return;
      }
      for (const late of held.splice(0)) await journal.append(late);
      await journal.append(line);
    },
  };
}

/** Whatever was announced counts as done. */
function trustingIntents(journal: PlanJournal): PlanJournal {
  const lines = journal.lines.flatMap((line): PlanLine[] => {
    if (line.line !== 'intent') return [line];
    const known = journal.lines.some(
      (one) =>
        one.line === 'outcome' &&
        one.changeId === line.changeId &&
        one.step === line.step &&
        one.back === line.back,
    );
    return known ? [line] : [line, { ...line, line: 'outcome' }];
  });
  return { ...journal, lines };
}

let starts = 0;

const bugs: Record<string, { row: string; bug: Bug }> = {
  'the intent is written after the call': {
    row: 'notebook, prepared account',
    bug: { journal: lateIntents },
  },
  'an outcome is believed without a look': {
    row: 'data-delete, a file and a folder',
    bug: { journal: trustingIntents },
  },
  'the token is made anew by every start': {
    row: 'notebook, prepared account',
    bug: {
      asks: () => {
        const own = `-start-${(starts += 1)}`;
        return (_, input) => {
          const { ChangeSetName: name, ClientToken: token } = input;
          return {
            ...input,
            ...(typeof name === 'string' && name.startsWith('millwright-') && { ChangeSetName: name + own }),
            ...(typeof token === 'string' && { ClientToken: token + own }),
          };
        };
      },
    },
  },
  'taking back forgets the parts of an upload': {
    row: 'data-upload, in parts',
    bug: {
      hears: (operation, answer) =>
        operation === 'ListMultipartUploads' ? { ...(answer as Given), Uploads: [] } : answer,
    },
  },
  'the next start makes a second stack': {
    row: 'notebook, prepared account',
    bug: {
      asks: () => (operation, input, options) =>
        operation === 'CreateChangeSet' && options?.purpose === 'recovery'
          ? { ...input, StackName: `${String(input['StackName'])}-2`, ClientToken: 'second' }
          : input,
    },
  },
};

test.each(Object.keys(bugs))(
  'found: %s' + shows('done-when:2.1/planted'),
  async (name) => {
    const { row: title, bug } = bugs[name] ?? {};
    const row = rows.find((one) => titleOf(one) === title);
    if (row === undefined || bug === undefined) throw new Error(name);
    planted.bug = bug;
    const story = await tell(row, stages);
    const found: string[] = [];
    let runs = 0;
    for (const fork of story.there.forks)
      for (const undo of [true, false]) {
        if (found.length > 0) break;
        const one = copyOf(fork, join(stages.root, `planted-${starts}-${(runs += 1)}`));
        const wrong = await crash(story, one, undo);
        found.push(
          ...wrong.map((text) => `${fork.point}, ${undo ? 'back' : 'on'}: ${text.split('\n')[0] ?? ''}`),
        );
      }
    print(`Planted: ${name}; found in case ${runs}: ${found[0] ?? 'not at all'}`);
    expect(found).not.toEqual([]);
    // The control: the same case without the bug.
    planted.bug = {};
    const clean = await tell(row, stages);
    const first = clean.there.forks[0];
    expect(first && (await crash(clean, first, false))).toEqual([]);
    story.remove();
    clean.remove();
  },
  90_000,
);
