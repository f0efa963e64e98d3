import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Plan } from '../../../preload/contract/plan.ts';
import type { Task } from '../../../preload/contract/task.ts';
import { openAccount, type Account } from '../support/accounts.ts';
import { has } from '../support/clients.ts';
import { NotHere, timed, type Bench, type Reading } from '../support/reading.ts';
import { resident } from '../support/resident.ts';
import { startBuilt, type Started } from '../support/started.ts';
import { openLine, type WindowLine } from '../support/window-line.ts';

const bucket = 'bench-uploads-4417';
const eachBytes = 400_000;
/** Files that may be on their way when the program dies: their answers were never read. */
const underWay = 16;
/** Share of the bytes after which it is killed. */
const killAt = 0.45;
const putsAtOnce = 5;

/** The same for the same number, and different for each. */
const noise = Buffer.from(Array.from({ length: eachBytes + 7_919 }, (_, n) => (n * 2_654_435_761) >>> 24));
function fileOf(n: number): Buffer {
  const bytes = Buffer.from(noise.subarray(n % 7_919, (n % 7_919) + eachBytes));
  bytes.writeUInt32BE(n, 0);
  return bytes;
}

/** Hands the folder over as the window does. */
async function stage(line: WindowLine, count: number): Promise<string> {
  const files = Array.from({ length: count }, (_, n) => ({
    path: `set/${String(n % 50)}/${String(n).padStart(5, '0')}.bin`,
    bytes: eachBytes,
    modifiedAt: 1,
  }));
  const { stageId } = await line.call<{ stageId: string }>('data.stage', { files });
  const queue = files.keys();
  const worker = async () => {
    for (const n of queue) await line.put(`/staging/${stageId}/${n}`, fileOf(n));
  };
  await Promise.all(Array.from({ length: putsAtOnce }, worker));
  return stageId;
}

async function begin(line: WindowLine, stageId: string): Promise<string> {
  const answers = { stageId, bucket, prefix: 'data/' };
  const plan = await line.call<Plan>('plans.make', { source: 'data-upload', answers });
  if (plan.blockers.length > 0) throw new Error(JSON.stringify(plan.blockers));
  const ticket = await line.agree(plan);
  const { taskId } = await line.call<{ taskId: string }>('plans.apply', {
    id: plan.id,
    digest: plan.digest,
    ticket,
  });
  return taskId;
}

/** The task once it is as `is` says. */
async function until(line: WindowLine, id: string, is: (task: Task) => boolean): Promise<Task> {
  for (;;) {
    const task = await line.call<Task>('tasks.get', { id });
    if (is(task)) return task;
    if (task.state === 'failed' || task.state === 'lost') throw new Error(JSON.stringify(task.error));
    await sleep(50);
  }
}

async function killed(program: Started): Promise<void> {
  process.kill(program.pid, 'SIGKILL');
  while (existsSync(`/proc/${program.pid}`)) await sleep(5);
}

/** Memory over that of the program at rest, after it was used a little: the SDK is loaded by then. */
async function started(stateDir: string, account: Account) {
  const program = await startBuilt(stateDir, { env: account.env });
  const line = await openLine(program.link);
  await line.call('data.buckets', {});
  await sleep(1_000);
  return { program, line, rest: (await resident(program.pid)).now };
}

/** A folder of many files is handed over, sent, and its sending killed in the middle. */
export const upload: Bench = {
  name: 'upload',
  title: 'Upload of 2 GB in 5,000 files, killed in the middle',
  async run({ quick }) {
    if (!existsSync('/proc/self/status'))
      throw new NotHere('the memory of a process is read from Linux’s /proc');
    const count = quick ? 500 : 5_000;
    const stateDir = await mkdtemp(join(tmpdir(), 'millwright-bench-upload-'));
    const account = await openAccount({ bucket });
    const readings: Reading[] = [];
    let program: Started | undefined;
    try {
      let run = await started(stateDir, account);
      program = run.program;
      const accountRest = (await resident(account.pid)).now;
      let stageId = '';
      const staging = await timed(async () => (stageId = await stage(run.line, count)));
      const staged = await resident(program.pid);

      const cli = await has('aws', ['--version']);
      const rival = cli && !quick ? await byCli(account, join(stateDir, 'staging', stageId)) : undefined;
      await account.counts();

      let taskId = '';
      let from = performance.now();
      taskId = await begin(run.line, stageId);
      await until(run.line, taskId, ({ progress = 0 }) => progress >= killAt);
      const first = { ms: performance.now() - from, ...(await resident(program.pid)), rest: run.rest };
      await killed(program);
      run.line.close();
      await sleep(500);
      const { PutObject: before = 0 } = await account.counts();

      from = performance.now();
      run = await started(stateDir, account);
      program = run.program;
      await until(run.line, taskId, ({ state }) => state === 'succeeded');
      const second = { ms: performance.now() - from, ...(await resident(program.pid)) };
      run.line.close();
      const { PutObject: after = 0, ...others } = await account.counts();
      const there = await account.objects(bucket, 'data/');
      if (there.count !== count || there.bytes !== count * eachBytes)
        throw new Error(`${there.count} files of ${there.bytes} bytes are there`);
      const gigabytes = (count * eachBytes) / 1e9;
      readings.push(
        {
          what: 'memory over that at rest, while files are handed over and sent',
          value: first.most - first.rest,
          unit: 'MB',
          goal: 150,
          note: `${first.rest.toFixed(0)} at rest, ${staged.most.toFixed(0)} at most while handed over, ${first.most.toFixed(0)} in all`,
        },
        {
          what: 'the same of the next start, which goes on',
          value: second.most - first.rest,
          unit: 'MB',
          goal: 150,
          note: `${second.most.toFixed(0)} at most`,
        },
        {
          what: 'files that were sent twice',
          value: before + after - count,
          unit: '',
          goal: underWay,
          note: `${before} before kill -9, ${after} after it, with ${others['ListObjectsV2'] ?? 0} lists and ${others['HeadObject'] ?? 0} looks`,
        },
        { what: `handing ${gigabytes.toFixed(1)} GB over to the program`, value: staging / 1000, unit: 's' },
        {
          what: 'sending, both starts together',
          value: (first.ms + second.ms) / 1000,
          unit: 's',
          note: `${(first.ms / 1000).toFixed(1)} s until the kill, then ${(second.ms / 1000).toFixed(1)} s with the start`,
        },
        {
          what: 'memory of the sandbox account',
          value: (await resident(account.pid)).most - accountRest,
          unit: 'MB',
        },
        ...(rival === undefined
          ? []
          : [
              { what: 'aws-cli, s3 cp --recursive', value: rival.ms / 1000, unit: 's' as const },
              {
                what: 'our sending by aws-cli',
                value: (first.ms + second.ms) / rival.ms,
                unit: 'x' as const,
                note: 'with a kill and a start',
              },
            ]),
      );
      return readings;
    } finally {
      if (program !== undefined && existsSync(`/proc/${program.pid}`)) await program.stop();
      await account.close();
      await rm(stateDir, { recursive: true, force: true });
    }
  },
};

/** The same bytes from the same disk, as a person types it. */
async function byCli(account: Account, folder: string): Promise<{ ms: number }> {
  const args = ['s3', 'cp', folder, `s3://${bucket}/cli/`, '--recursive', '--only-show-errors'];
  const env = { PATH: process.env['PATH'], ...account.env };
  return { ms: await timed(() => promisify(execFile)('aws', args, { env })) };
}
