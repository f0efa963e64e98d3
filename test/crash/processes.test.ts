/**
 * The real program as a process of its own, killed with SIGKILL at moments by chance, and then `recover`. The account
 * lives in this process and goes on meanwhile, as AWS does.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSandbox, type Sandbox, type SandboxListening } from '../../main/sandbox/index.ts';
import { shows } from '../status/shows.ts';
import { startCli } from '../support/cli-process.ts';
import { print, seeded, seedOfRun } from '../support/crash/seeded.ts';
import { quickFolder } from '../support/spine.ts';

const kills = 10;
const atOnce = 2;
const seed = seedOfRun();
const random = seeded(seed);

let root: string;
let sandbox: Sandbox;
let listening: SandboxListening;

beforeAll(async () => {
  root = await quickFolder('millwright-processes-');
  sandbox = await openSandbox({ dir: join(root, 'account'), seed: 'processes', pace: 100 });
  listening = await sandbox.listen();
  for (const [source, answers] of [
    ['foundation', {}],
    ['storage', { name: 'kill-bucket-4417' }],
  ] as const) {
    const { digest, file } = await planOf('prepare', source, answers);
    const done = await run('prepare', ['apply', file, '--yes', digest]);
    expect(done.code, done.text).toBe(0);
  }
}, 120_000);
afterAll(async () => {
  await listening.close();
  await sandbox.close();
  await rm(root, { recursive: true, force: true });
});

/** Runs `node main/cli.ts`; `killAfter` ms after the first change that it asks of AWS it is killed. */
async function run(state: string, args: string[], killAfter?: number) {
  const child = startCli(listening, join(root, state), args);
  let timer: NodeJS.Timeout | undefined;
  const name = args[0] === 'apply' ? state : '';
  const stop =
    killAfter === undefined
      ? () => undefined
      : sandbox.observe(({ operation, input }) => {
          const ours = operation === 'CreateChangeSet' && String(input['StackName']).endsWith(`-${name}`);
          if (ours) timer ??= setTimeout(() => child.kill(), killAfter);
        });
  const ended = await child.ended;
  stop();
  clearTimeout(timer);
  return ended;
}

async function planOf(state: string, source: string, answers: object) {
  const folder = join(root, 'given', state);
  await mkdir(folder, { recursive: true });
  const given = join(folder, `${source}.json`);
  const file = join(folder, `${source}.plan`);
  await writeFile(given, JSON.stringify(answers));
  const made = await run(state, ['plan', source, '--answers', given, '--out', file]);
  expect(made.code, made.text).toBe(0);
  const { digest } = JSON.parse(made.out) as { digest: string };
  return { digest, file };
}

const existing = (name: string) =>
  sandbox
    .ledger()
    .filter(({ key, kind, goneAt }) => goneAt === null && key.includes(name) && kind !== 's3/bucket');
const made = (name: string) =>
  sandbox.ledger().filter(({ key, kind }) => kind === 'sagemaker/notebook-instance' && key === name).length;

/** One kill; answers what is wrong afterwards. */
async function once(number: number, killAfter: number, undo: boolean): Promise<string[]> {
  const name = `killed-${number}`;
  const { digest, file } = await planOf(name, 'notebook', {
    name,
    size: 'ml.t3.medium',
    bucket: { choice: 'kill-bucket-4417' },
    evening: { at: '19:00', timeZone: 'UTC' },
  });
  const first = await run(name, ['apply', file, '--yes', digest], killAfter);
  const how = `${name}, ${killAfter} ms after its first change, then ${undo ? 'recover --undo' : 'recover'}`;
  const again = await run(name, ['recover', ...(undo ? ['--undo'] : [])]);
  const found: string[] = [];
  const say = (what: string) => found.push(`${how}: ${what}`);
  if (again.code !== 0) say(`exit ${String(again.code)} ${again.text}`);
  // Where it was quicker than the kill there is nothing to take back.
  const over = first.signal === null;
  const left = existing(name).map(({ kind, key }) => `${kind} ${key}`);
  if (undo && !over && (JSON.parse(again.out) as { tasks: unknown[] }).tasks.length > 0 && left.length > 0)
    say(`left ${left.join(' ')}`);
  if (!undo && made(name) !== 1) say(`${made(name)} were made`);
  if (made(name) > 1) say(`${made(name)} were made`);
  const twice = await run(name, ['apply', file, '--yes', digest]);
  if (twice.code === 0) say('the plan was applied a second time');
  print(
    `kill -9: ${how}: ${over ? 'had ended' : 'killed'}, ${undo ? `${left.length} left` : `${made(name)} made`}`,
  );
  return found;
}

test(
  'ten kills at moments by chance: nothing forgotten, nothing twice' + shows('done-when:2.1/processes'),
  async () => {
    print(`Real kills: MILLWRIGHT_SEED=${seed} repeats the moments as far as a computer repeats anything.`);
    const cases = Array.from({ length: kills }, (_, n) => [n, random(1_500), n % 2 === 1] as const);
    const found: string[] = [];
    const worker = async () => {
      for (let next = cases.shift(); next !== undefined; next = cases.shift())
        found.push(...(await once(...next)));
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    expect(found).toEqual([]);
  },
  240_000,
);

test(
  'a second program on the same folder is refused in words and changes nothing' + shows('done-when:2.1/two'),
  async () => {
    const { digest, file } = await planOf('second', 'notebook', {
      name: 'second-nb',
      size: 'ml.t3.medium',
      bucket: { choice: 'kill-bucket-4417' },
      evening: { at: '19:00', timeZone: 'UTC' },
    });
    const calls: string[] = [];
    let other: ReturnType<typeof run> | undefined;
    const stop = sandbox.observe(({ operation, input, via }) => {
      if (via === 'wire' && /^(?:Create|Execute)/.test(operation)) calls.push(operation);
      if (operation === 'CreateChangeSet' && String(input['StackName']).endsWith('second-nb'))
        other ??= run('second', ['apply', file, '--yes', digest]);
    });
    // The first one waits for the second, so that they really run at the same time.
    const hold = sandbox.hook({
      async before({ operation, via }) {
        if (via === 'wire' && operation === 'ExecuteChangeSet') await other;
      },
    });
    const first = await run('second', ['apply', file, '--yes', digest]);
    const second = await other;
    stop();
    hold();
    expect(first.code, first.text).toBe(0);
    expect(second?.code).not.toBe(0);
    expect(second?.text).toContain('state.locked');
    expect(calls).toEqual(['CreateChangeSet', 'ExecuteChangeSet']);
    expect(made('second-nb')).toBe(1);
  },
  60_000,
);
