/** Why a training did not come to its end, by the codes of docs/training.md; each brought about for real. */
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '../../main/sandbox/index.ts';
import { asset } from '../../main/program.ts';
import { mayMount } from '../sandbox/support/may-mount.ts';
import { sha256, startCommand, ways, type JobOptions } from '../sandbox/support/training-job.ts';
import { trainingLab, type TrainingLab } from '../sandbox/support/training-lab.ts';

const long = process.env['MILLWRIGHT_LONG'] !== undefined;
if (!long) console.warn('dropped for time: results that cannot be put, a full disk');

describe.skipIf(ways().boto3 === undefined)('the program inside trainings says why it cannot', () => {
  let lab: TrainingLab;
  beforeAll(async () => {
    lab = await trainingLab();
  }, 180_000);
  afterAll(() => lab.end());

  const ends = async (code: number, why: RegExp, environment: object, more: Partial<JobOptions> = {}) => {
    const { MILLWRIGHT_CHECKPOINTS: _, ...plain } = lab.job('codes', 'bad.sh');
    const ended = await lab.run({ ...plain, ...environment }, more).ended;
    expect(ended.log).toMatch(why);
    expect(ended).toMatchObject({ code });
    return ended.log;
  };
  it('90: no way to fetch', async () => {
    await ends(90, /code 90: This image has neither the AWS CLI nor Python/, {}, { way: 'none' });
    const start = { way: 'none', command: ['bash', '-c', startCommand()] } as const;
    const from = { MILLWRIGHT_BOOTSTRAP: 's3://lab/millwright/bootstrap/0/train.sh' };
    await ends(90, /code 90: This image has neither/, from, { ...start });
    await ends(90, /code 90: .*could not be fetched/, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
  }, 180_000);
  it('91: no code', async () => {
    await ends(91, /code 91: The code is not there: nothing lies at s3:\/\/lab\/none/, {
      SCRIPT_DIR: 's3://lab/none',
    });
    await ends(91, /code 91: The code folder has no gone.py/, { RUN_SCRIPT: 'gone.py --epochs 2' });
    await ends(91, /code 91: SCRIPT_DIR and RUN_SCRIPT must say/, { RUN_SCRIPT: '' });
  }, 180_000);
  it('92: no data', async () => {
    await ends(92, /code 92: The training data is not there/, { TRAINING_DATA: 's3://lab/none.csv' });
    await ends(92, /code 92: .*this image has no \/nowhere/, { TEST_DATA: '/nowhere' });
  }, 180_000);
  it('93: no rights', async () => {
    const iam = new IAMClient(lab.sandbox.client);
    await iam.send(new CreateUserCommand({ UserName: 'nobody' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'nobody' }));
    await ends(93, /code 93: This job may not read/, {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
    });
  }, 180_000);
  it('94: no place for the results', async () => {
    await ends(94, /code 94: Nothing can be put to/, { MODEL_DIR: 's3://no-such-bucket-here/model' });
  }, 180_000);
  it.skipIf(!long)(
    '94: the results cannot be put',
    async () => {
      const stop = lab.sandbox.hook({
        before: (call) => {
          const key = (call.input as { Key?: string }).Key ?? '';
          if (call.operation === 'PutObject' && key.endsWith('/export/model'))
            throw new AwsError('InternalError', 'We encountered an internal error.', 500);
        },
      });
      const environment = { ...lab.job('lost', 'run.sh --through'), MILLWRIGHT_CHECKPOINTS: '' };
      await ends(94, /code 94: The results could not be put/, environment);
      stop();
    },
    180_000,
  );
  it('96: another program than the one that was reviewed', async () => {
    await lab.put(`millwright/bootstrap/${sha256('reviewed')}/train.sh`, 'echo it ran');
    const from = { MILLWRIGHT_BOOTSTRAP: `s3://lab/millwright/bootstrap/${sha256('reviewed')}/train.sh` };
    const log = await ends(96, /code 96: .*not the one that was reviewed/, from, {
      command: ['bash', '-c', startCommand()],
    });
    expect(log).not.toContain('it ran');
    expect(startCommand().length).toBeLessThanOrEqual(2000);
  }, 180_000);
  it("the script's own code, its last words and nothing put", async () => {
    const log = await ends(7, /the last words/, {});
    expect(log).toContain('millwright: The script ended with code 7.');
    expect(await lab.keys('codes/export/')).toEqual(['codes/export/millwright-run.txt']);
  }, 180_000);
  it.skipIf(!mayMount || !long)(
    '95: the disk is full, while fetching and while the script writes',
    async () => {
      await lab.put('big.csv', Buffer.alloc(400_000));
      const small = 'mount -t tmpfs -o size=256k,nr_inodes=500 none "$MILLWRIGHT_FOLDER" && exec "$@"';
      const bootstrap = asset('bootstrap', 'train.sh');
      const more = {
        command: ['unshare', '-m', 'bash', '-c', small, 'bash', 'bash', bootstrap],
        programs: ['mount', 'unshare'],
      };
      await ends(95, /code 95: The disk is full while fetching/, { TRAINING_DATA: 's3://lab/big.csv' }, more);
      await ends(95, /code 95: The disk is full, and the script ended with code 7/, {}, more);
    },
    180_000,
  );
});
