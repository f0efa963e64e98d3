/** AWS's own command line against the sandbox's Batch. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shows } from '../status/shows.ts';
import { makeGround, type Ground } from './support/batch.ts';
import { awsCli, hasAwsCli, testSandbox, type TestSandbox } from './support/sandbox.ts';

const there = await hasAwsCli();
if (!there)
  console.warn('SKIPPED: the AWS CLI is not on this machine; the Batch stories of the CLI are not run.');

describe.skipIf(!there)('aws batch', () => {
  let sandbox: TestSandbox;
  let ground: Ground;
  beforeAll(async () => {
    sandbox = await testSandbox();
    ground = await makeGround(sandbox);
  }, 60_000);
  afterAll(() => sandbox.end());

  const aws = async (...args: string[]) => {
    const { code, stdout, stderr } = await awsCli(sandbox.listening, 'batch', ...args, '--output', 'json');
    const answer = (stdout === '' ? {} : JSON.parse(stdout)) as Record<string, unknown>;
    return { code, stderr: stderr.trim(), ...answer } as Record<string, unknown>;
  };

  const title = 'creates, submits, lists, describes and terminates' + shows('done-when:4.3/oracles');
  it(title, { timeout: 180_000 }, async () => {
    const resources = JSON.stringify(ground.resources());
    const made = await aws(
      ...['create-compute-environment', '--compute-environment-name', 'cli', '--type', 'MANAGED'],
      ...['--compute-resources', resources],
    );
    expect(made).toMatchObject({ code: 0, computeEnvironmentName: 'cli' });
    await sandbox.advance(60);
    await aws(
      ...['create-job-queue', '--job-queue-name', 'cli', '--priority', '1'],
      ...['--compute-environment-order', 'order=1,computeEnvironment=cli'],
    );
    await sandbox.advance(60);
    const submitted = await aws(
      ...['submit-job', '--job-name', 'from-cli', '--job-queue', 'cli', '--job-definition', 'd:1'],
      ...['--tags', 'team=sales'],
    );
    const id = submitted['jobId'] as string;
    await ground.until(id, 'RUNNING');
    const listed = await aws('list-jobs', '--job-queue', 'cli');
    expect(listed['jobSummaryList']).toMatchObject([{ jobId: id, jobName: 'from-cli', status: 'RUNNING' }]);
    const described = await aws('describe-jobs', '--jobs', id);
    expect(described['jobs']).toMatchObject([{ tags: { team: 'sales' }, platformCapabilities: ['EC2'] }]);
    expect((await aws('terminate-job', '--job-id', id, '--reason', 'enough'))['code']).toBe(0);
    expect((await ground.job(id)).statusReason).toBe('enough');
    const wrong = await aws('submit-job', '--job-name', 'x', '--job-queue', 'no', '--job-definition', 'd');
    expect(wrong['stderr']).toContain(
      'An error occurred (ClientException) when calling the SubmitJob operation: JobQueue no not found.',
    );
  });
});
