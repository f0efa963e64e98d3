/** What Home says of a damaged journal, on the terminal: what was found in AWS, and how it is removed. */
import { message, type Message } from '../../preload/contract/message.ts';
import type { Need } from '../../preload/contract/domains/home.ts';
import type { z } from 'zod';
import type { Engine, Reading } from '../engine.ts';
import { type Lost, lossNeeds } from '../home/loss-needs.ts';
import { readPlanJournal } from '../plans/journal.ts';
import { foundIn, lossIn, pendingIn } from '../plans/loss.ts';
import type { Terminal } from './terminal.ts';

type NeedRow = z.input<typeof Need>;

/** As the journal is, read without touching it: a window may have it open. */
export async function lostOf(reading: Reading): Promise<Lost> {
  const { stateDir, clock } = reading;
  const expected = async () => (await reading.tasks.list()).length > 0;
  const { lines, damage } = await readPlanJournal(stateDir, expected);
  const found = foundIn(lines);
  // A cut last line announced nothing that was begun.
  if (damage !== null && damage !== 'tail') {
    const at = new Date(clock.now()).toISOString();
    const loss = { at, kind: damage, keptAs: null, searchedAt: null, unreachable: [], read: false };
    return { loss, found, trouble: message('cli.needsSearch'), stateDir };
  }
  const trouble = pendingIn(lines) === null ? null : message('cli.needsSearch');
  return { loss: lossIn(lines), found, trouble, stateDir };
}

/** The same of a program that holds the journal itself. */
export function lostHere({ applying: { reconciling }, stateDir }: Engine): Lost {
  const loss = reconciling.loss();
  return { loss, found: reconciling.found(), trouble: reconciling.trouble(), stateDir };
}

/** Where the account was not looked at: things as they were found. */
export function needsWithoutLook(reading: Reading, lost: Lost): NeedRow[] {
  const price = (key: string, region: string) => reading.prices.price(key, region)?.usd ?? null;
  return lossNeeds(lost, { price, snapshot: null, here: null });
}

export function printNeeds(terminal: Terminal, needs: readonly NeedRow[]): void {
  for (const { says, notes = [], action } of needs) {
    terminal.print('cli.need', { says: { message: says as Message } });
    for (const note of notes) terminal.print('cli.need.note', { says: { message: note as Message } });
    if (action.source !== null)
      terminal.print('cli.need.plan', {
        label: { message: action.label as Message },
        source: action.source,
        answers: JSON.stringify(action.answers),
      });
  }
}
