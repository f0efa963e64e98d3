/** Jobs go on where the program was closed, also in the middle of an attempt. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchClient, DescribeJobsCommand, ListJobsCommand } from '@aws-sdk/client-batch';
import { expect, it } from 'vitest';
import { makeGround } from './support/batch.ts';
import { refusal } from './support/notebooks.ts';
import { raw } from './support/raw.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

const control = async (sandbox: TestSandbox, path: string, body: object) => {
  const headers = {
    authorization: `Bearer ${sandbox.listening.secretAccessKey}`,
    'content-type': 'application/json',
  };
  const answer = await raw(sandbox.listening.url, {
    method: 'POST',
    path: `/_sandbox/${path}`,
    headers,
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: JSON.parse(answer.body) as Record<string, unknown> };
};

it('an attempt under way is ended after a restart, and a choice still counts', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'batch-durable-'));
  const first = await testSandbox({ dir });
  const ground = await makeGround(first);
  const chosen = await control(first, 'batch/choose', { outcome: 'script-error', job: 'second', times: 1 });
  expect(chosen).toMatchObject({ status: 200, body: { choice: { outcome: 'script-error', met: 0 } } });
  const ids = [await ground.submit('first'), await ground.submit('second')];
  await ground.until(ids[0]!, 'RUNNING');
  await first.close();
  const again = await testSandbox({ dir });
  const batch = new BatchClient(again.client);
  const jobs = async () => (await batch.send(new DescribeJobsCommand({ jobs: ids }))).jobs!;
  expect((await jobs()).map((j) => j.status)).toEqual(['RUNNING', 'RUNNABLE']);
  await again.advance(3600);
  expect((await jobs()).map((j) => [j.status, j.attempts!.length])).toEqual([
    ['SUCCEEDED', 1],
    ['FAILED', 1],
  ]);
  await again.end();
});

it('the control port interrupts a job, lists the choices, and says what is wrong with a wish', async () => {
  const sandbox = await testSandbox();
  const ground = await makeGround(sandbox);
  const id = await ground.submit('spot', { retryStrategy: { attempts: 2 } });
  expect(await control(sandbox, 'batch/interrupt', { jobId: id })).toMatchObject({
    status: 400,
    body: { message: `The job ${id} does not run on a machine.` },
  });
  await ground.until(id, 'RUNNING');
  expect((await control(sandbox, 'batch/interrupt', { jobId: id })).body['machine']).toMatch(/^i-0/);
  await sandbox.advance(130);
  expect((await ground.job(id)).attempts![0]!.statusReason).toMatch(/^Host EC2 \(instance i-0/);
  expect((await control(sandbox, 'batch/choose', { outcome: 'nonsense' })).status).toBe(400);
  expect((await control(sandbox, 'batch/choices', {})).body['choices']).toEqual([]);
  expect((await control(sandbox, 'batch/nothing', {})).status).toBe(404);
  expect((await control(sandbox, 'sts/interrupt', {})).status).toBe(404);
  await sandbox.end();
});

it('meets the named faults in the words of Batch: a lost answer is one job, and a list may lag', async () => {
  const sandbox = await testSandbox();
  const ground = await makeGround(sandbox);
  const named = async () => {
    const filters = [{ name: 'JOB_NAME', values: ['faulty'] }];
    const list = await ground.batch.send(new ListJobsCommand({ jobQueue: 'q', filters }));
    return list.jobSummaryList!.length;
  };
  sandbox.faults.switchOn({ fault: 'F1', service: 'batch', operation: 'SubmitJob', times: 1 });
  expect(await refusal(ground.submit('faulty'))).toBe('TooManyRequestsException: Too Many Requests');
  expect(await named()).toBe(0);
  sandbox.faults.switchOn({
    fault: 'F10',
    service: 'batch',
    operation: 'SubmitJob',
    when: 'after',
    times: 1,
  });
  expect(await refusal(ground.submit('faulty'))).toMatch(/ECONNRESET|socket hang up|aborted/);
  sandbox.faults.switchOn({ fault: 'F29', service: 'batch', operation: 'ListJobs', seconds: 120 });
  expect(await named()).toBe(0);
  await sandbox.advance(121);
  expect(await named()).toBe(1);
  sandbox.faults.switchOff();
  sandbox.faults.switchOn({ fault: 'F27', service: 'batch', operation: 'CreateJobQueue', times: 1 });
  expect(await refusal(ground.queue('theirs', ['e']))).toBe('ClientException: Object already exists');
  await sandbox.end();
});
