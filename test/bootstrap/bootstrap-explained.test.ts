/**
 * Codes of the program inside trainings that the account's own stand-in cannot come to: the program is run by bash, and a
 * job of the account says what it said and ends as it ended.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobHandlers } from '../../main/jobs/handlers.ts';
import { openLiveJobs } from '../../main/jobs/live.ts';
import { asset } from '../../main/program.ts';
import { usePrograms } from '../../main/sandbox/services/batch/index.ts';
import { shows } from '../status/shows.ts';
import { makeGround, type Ground } from '../sandbox/support/batch.ts';
import { connected } from '../sandbox/support/connected.ts';
import { testSandbox, type TestSandbox } from '../sandbox/support/sandbox.ts';
import { mayMount } from '../sandbox/support/may-mount.ts';
import { sha256, startCommand, ways, type JobOptions } from '../sandbox/support/training-job.ts';
import { trainingLab, type TrainingLab } from '../sandbox/support/training-lab.ts';

describe.skipIf(ways().boto3 === undefined)('a job that the program ended', () => {
  let lab: TrainingLab;
  let sandbox: TestSandbox;
  let ground: Ground;
  let handlers: ReturnType<typeof jobHandlers>;
  beforeAll(async () => {
    lab = await trainingLab();
    sandbox = await testSandbox();
    ground = await makeGround(sandbox);
    const now = () => sandbox.account.clock.now();
    const aws = await connected(sandbox);
    const connect = () => Promise.resolve(aws);
    handlers = jobHandlers({ connect, live: openLiveJobs({ connect }), now });
  }, 180_000);
  afterAll(async () => {
    await sandbox.end();
    await lab.end();
  });

  const explained = async (environment: object, more: Partial<JobOptions>): Promise<string | undefined> => {
    const { MILLWRIGHT_CHECKPOINTS: _, ...plain } = lab.job('explained', 'bad.sh');
    const { code, log } = await lab.run({ ...plain, ...environment }, more).ended;
    const lines = log.split('\n').filter((line) => line !== '');
    usePrograms(sandbox.account, [
      { start: () => ({ next: () => ({ lines, exitCode: code ?? 1 }), stop: () => [] }) },
    ]);
    const id = await ground.submit('ended');
    await ground.until(id, 'FAILED');
    const context = { requestId: 'r', windowId: 'w', signal: new AbortController().signal };
    const { explanation } = await handlers.get({ id }, context);
    expect(explanation?.technical).toMatch(new RegExp(`^millwright: stopped with code ${code ?? 0}: `));
    return explanation?.id;
  };

  test(
    '90: its image has no way to fetch' + shows('done-when:4.2/explained'),
    async () => {
      expect(await explained({}, { way: 'none' })).toBe('bootstrap-no-tools');
    },
    120_000,
  );

  test.skipIf(!mayMount)(
    '95: its disk is full' + shows('done-when:4.2/explained'),
    async () => {
      await lab.put('big.csv', Buffer.alloc(400_000));
      const small = 'mount -t tmpfs -o size=256k,nr_inodes=500 none "$MILLWRIGHT_FOLDER" && exec "$@"';
      const command = ['unshare', '-m', 'bash', '-c', small, 'bash', 'bash', asset('bootstrap', 'train.sh')];
      const row = await explained(
        { TRAINING_DATA: 's3://lab/big.csv' },
        { command, programs: ['mount', 'unshare'] },
      );
      expect(row).toBe('bootstrap-disk-full');
    },
    120_000,
  );

  test(
    '96: it is another one than was reviewed' + shows('done-when:4.2/explained'),
    async () => {
      await lab.put(`millwright/bootstrap/${sha256('reviewed')}/train.sh`, 'echo it ran');
      const from = { MILLWRIGHT_BOOTSTRAP: `s3://lab/millwright/bootstrap/${sha256('reviewed')}/train.sh` };
      expect(await explained(from, { command: ['bash', '-c', startCommand()] })).toBe('bootstrap-changed');
    },
    120_000,
  );
});
