/** Every plan in an account that holds 5,000 things of others which look like ours: none of them is touched. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shows } from '../status/shows.ts';
import { readAccount } from '../support/crash/account.ts';
import { marker, plantLookAlikes } from '../support/crash/look-alikes.ts';
import { rows, rowsFor, titleOf } from '../support/crash/rows.ts';
import { long, print, seeded, seedOfRun } from '../support/crash/seeded.ts';
import { copyOf, crash, openStages, type Stages, tell } from '../support/crash/story.ts';

const count = 5_000;
/** Of the processor, for a story in such an account: a story alone takes a second or two. */
const longestMs = 20_000;
const usedMs = () => process.cpuUsage().user / 1000;
const seed = seedOfRun();
const random = seeded(seed);

/** Rows whose turn it is are told by the kills. */
const told = long ? rows : rowsFor(false, seed).filter(({ inTurn }) => inTurn !== true);
/** Rows that are killed as well; the others are dropped for time. */
const killed = new Set([0, 1].map(() => told[random(told.length)]));

let stages: Stages;
beforeAll(async () => {
  for (const row of rows)
    if (!told.includes(row)) print(`Dropped for time: ${titleOf(row)}, among look-alikes.`);
  if (!long)
    print(
      `Dropped for time: kills among look-alikes but of ${[...killed].flatMap((row) => (row ? titleOf(row) : [])).join('; ')}.`,
    );
  print(`Look-alikes: MILLWRIGHT_SEED=${seed} repeats the kills.`);
  stages = await openStages();
  await stages.of('notebook');
}, 60_000);
afterAll(() => stages.remove());

test.each(told.map((row) => [titleOf(row), row] as const))(
  '%s: 5,000 look-alikes stay as they are' + shows('done-when:2.1/foreign'),
  async (_, row) => {
    const model = await stages.of('notebook');
    const begun = usedMs();
    // One kill on the way there and one on the way back; the first points of both are always reached.
    const chosen = 8 + random(12);
    const story = await tell(row, stages, {
      plant: (root) => plantLookAlikes(model, root, count),
      wanted: (at, point) => at === chosen || point === 'ended:before',
    });
    const { base, done, touched } = story.reference;
    const theirs = [...base.rows].filter(([key]) => key.includes(marker));
    expect(theirs).toHaveLength(count);
    expect(theirs.filter(([key, json]) => done.rows.get(key) !== json)).toEqual([]);
    expect([...touched].filter((key) => key.includes(marker))).toEqual([]);
    expect(usedMs() - begun).toBeLessThan(longestMs);
    const kills = long || killed.has(row);
    for (const fork of story.there.forks.slice(0, kills ? 1 : 0)) {
      for (const undo of [false, true]) {
        const copy = copyOf(fork, join(stages.root, `foreign-${row.source}-${row.as}-${String(undo)}`));
        expect(await crash(story, copy, undo)).toEqual([]);
        const after = readAccount(join(copy.root, 'account'));
        expect(theirs.filter(([key, json]) => after.rows.get(key) !== json)).toEqual([]);
      }
    }
    story.remove();
  },
  90_000,
);
