/** All runs on one account, with a copy of everything before each; and any of them again, by somebody with one right less. */
import { join } from 'node:path';
import { say } from '../../../words/index.ts';
import { copyOf } from '../fault-story.ts';
import { openSpine } from '../spine.ts';
import {
  type Asked,
  atWork,
  deprive,
  hire,
  type Keys,
  listen,
  personName,
  type PolicyName,
} from './person.ts';
import { type Run, runs, type Told } from './runs.ts';

export interface Recorded {
  run: Run;
  /** Account and state as they are before the run. */
  folder: string;
  /** What the person who did it asked for. */
  actions: ReadonlySet<string>;
}

export interface Story {
  recorded: Recorded[];
  asked: Asked[];
  keys: Record<Run['who'], Keys>;
  /** Runs that came to another end than they should. */
  broken: string[];
}

const people = ['administrator', 'operator', 'viewer'] as const satisfies readonly PolicyName[];

export async function tellStory(root: string): Promise<Story> {
  const running = join(root, 'running');
  const keys = {} as Story['keys'];
  const hiring = await openSpine(running);
  for (const policy of people) keys[policy] = await hire(hiring, policy);
  await hiring.close();
  const story: Story = { recorded: [], asked: [], keys, broken: [] };
  for (const run of runs) {
    const folder = await copyOf(running, join(root, `before-${story.recorded.length}`));
    const spine = await openSpine(running);
    await run.given?.(spine);
    const asked = listen(spine);
    const { error } = await attempt(run, spine, keys[run.who]);
    if (error) story.broken.push(`${run.id}: ${error}`);
    await spine.close();
    const own = asked.filter(({ who }) => who === personName(run.who)).map(({ action }) => action);
    story.recorded.push({ run, folder, actions: new Set(own) });
    story.asked.push(...asked);
  }
  return story;
}

async function attempt(run: Run, spine: Awaited<ReturnType<typeof openSpine>>, keys: Keys) {
  const told: Told = { says: [], errors: [] };
  const work = await atWork(spine, keys);
  try {
    await run.run(work, told);
    return { told };
  } catch (error) {
    return { told, error: (error as Error).message };
  } finally {
    await work.close();
  }
}

export interface Denial {
  run: string;
  /** `named`: the person was told which right is missing. `without`: it was done without. */
  end: 'named' | 'without' | 'silent';
  /** All that the person was told. */
  text: string;
  /** What is in the account that was not before, and should be there only if all of it was done. */
  made: string[];
}

/** One run, by somebody who lacks this right. */
export async function deny(story: Story, one: Recorded, action: string, root: string): Promise<Denial> {
  const { run, folder } = one;
  const spine = await openSpine(await copyOf(folder, join(root, 'denied')));
  await run.given?.(spine);
  await deprive(spine, run.who, action);
  const things = () =>
    spine.existing(/^(?!sts\/|logs\/|servicequotas\/|cloudformation\/(?:change-set|deleted|stack-event))/);
  const before = new Set(things());
  const { told, error } = await attempt(run, spine, story.keys[run.who]);
  await spine.sandbox.advance(600);
  const made = things().filter((thing) => !before.has(thing));
  await spine.close();
  const options = { timeZone: 'UTC', now: spine.clock.now() };
  const messages = [...told.errors.flatMap(({ says, mend }) => [says, mend]), ...told.says];
  const text = messages.map((each) => say('en', each, options)).join(' ');
  const end = text.includes(action) ? 'named' : error === undefined ? 'without' : 'silent';
  return {
    run: run.id,
    end,
    text: error === undefined ? text : `${text} [${error}]`,
    made: error === undefined ? [] : made,
  };
}

/** The smallest run in which this right is asked for by a person with this policy; one that is taken back if no other. */
export const smallest = ({ recorded }: Story, policy: PolicyName, action: string): Recorded | undefined =>
  recorded
    .filter(({ run, actions }) => run.who === policy && actions.has(action))
    .sort((a, b) => sizeOf(a) - sizeOf(b))[0];

const sizeOf = ({ run, actions }: Recorded): number =>
  actions.size + (/taken back|cancelled|otherwise/.test(run.id) ? 1000 : 0);
