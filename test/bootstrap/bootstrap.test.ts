/** The program inside trainings, run for real by bash against the sandbox's S3. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shows } from '../status/shows.ts';
import { machineIn } from '../../main/jobs/machines.ts';
import { asset } from '../../main/program.ts';
import { keep, newest } from '../../main/sandbox/programs/checkpoints.ts';
import { storeIn } from '../../main/sandbox/programs/store.ts';
import { program, sha256, startCommand, ways } from '../sandbox/support/training-job.ts';
import { trainingLab, type TrainingLab } from '../sandbox/support/training-lab.ts';

const here = ways();
if (!here.cli) console.warn('not run here: the AWS command line is not installed');
if (here.boto3 === undefined) console.warn('not run here: Python with boto3 is not installed');
const long = process.env['MILLWRIGHT_LONG'] !== undefined;
if (!long) console.warn('dropped for time: strange names by boto3, Spot told by the machine');

describe.skipIf(here.boto3 === undefined)('the program inside trainings', () => {
  let lab: TrainingLab;
  const put: TrainingLab['put'] = (key, body) => lab.put(key, body);
  const text: TrainingLab['text'] = (key) => lab.text(key);
  const keys: TrainingLab['keys'] = (prefix) => lab.keys(prefix);
  const job: TrainingLab['job'] = (name, script) => lab.job(name, script);
  const run: TrainingLab['run'] = (environment, more) => lab.run(environment, more);
  beforeAll(async () => {
    lab = await trainingLab();
  }, 180_000);
  afterAll(() => lab.end());

  it('is put together from its parts', () => {
    const whole = program().toString();
    for (const part of readdirSync(asset('bootstrap', 'train'))) {
      expect(whole, `${part}: run node scripts/embed-bootstrap.mjs`).toContain(
        readFileSync(asset('bootstrap', 'train', part), 'utf8'),
      );
    }
    for (const shell of [whole, startCommand()]) execFileSync('bash', ['-n'], { input: shell });
  });

  const strange = async (way: 'cli' | 'boto3') => {
    const script = `
      printf 'words:%s|' "$@"; echo
      cat -- "$TRAINING_DATA" >"$EXPORT_PATH/größe -1.csv"
      mkdir "$MODEL_DIR/-deep dir"; cat -- "$TEST_DATA"/*/* "$SCRIPT_DIR/-o ther.txt" >"$MODEL_DIR/-deep dir/二 .txt"`;
    const at = `strange-${way}`;
    await put(`${at}/co de/-träin it.sh`, script);
    await put(`${at}/co de/-o ther.txt`, 'of the code');
    await put(`${at}/da ta/-ä 1.csv`, 'trained on');
    await put(`${at}/test/-sub dir/-x.csv`, 'tested on, ');
    const bytes = program();
    const address = `s3://lab/millwright/bootstrap/${sha256(bytes)}/train.sh`;
    await put(address.slice('s3://lab/'.length), bytes);
    return run(
      {
        MILLWRIGHT_BOOTSTRAP: address,
        SCRIPT_DIR: `s3://lab/${at}/co de/`,
        RUN_SCRIPT: `"-träin it.sh" --epochs 3 'a  b' ""`,
        TRAINING_DATA: `s3://lab/${at}/da ta/-ä 1.csv`,
        TEST_DATA: `s3://lab/${at}/test`,
        MODEL_DIR: `s3://lab/${at}/mo del`,
        EXPORT_PATH: `s3://lab/${at}/ex/`,
      },
      { way, command: ['bash', '-c', startCommand()] },
    ).ended;
  };
  for (const way of ['cli', 'boto3'] as const) {
    it.skipIf(way === 'cli' ? !here.cli : !long)(
      `fetches, runs and puts by ${way}, whatever the names are`,
      async () => {
        const { code, log } = await strange(way);
        expect(log).toContain('words:--epochs|words:3|words:a  b|words:|');
        expect({ code, log }).toMatchObject({ code: 0 });
        expect(await text(`strange-${way}/ex/größe -1.csv`)).toBe('trained on');
        expect(await text(`strange-${way}/mo del/-deep dir/二 .txt`)).toBe('tested on, of the code');
        expect(log).toMatch(/^millwright: Fetched the training data: 1 files, 10 bytes, \d+ s$/m);
        expect(log.trimEnd()).toMatch(/millwright: Done$/);
      },
      180_000,
    );
  }

  it(
    'two interruptions: each next attempt goes on from the newest whole checkpoint' +
      shows('done-when:4.1/bootstrap'),
    async () => {
      // The sandbox's trainer keeps checkpoints of the same form.
      const root = { kind: 'root', arn: 'arn:aws:iam::000000000000:root', userId: 'root' } as const;
      const store = storeIn(lab.sandbox.account, 'us-east-1', root);
      const folder = 's3://lab/spot/checkpoints/';
      const made = new Map([['checkpoints/step', Buffer.from('0\n')]]);
      expect(await keep(store, folder, 0, made)).toBe('000001');

      const first = run(job('spot', 'run.sh --saves'));
      await first.said(/Checkpoint 000002 is safe/);
      first.signal('SIGTERM');
      expect(await first.ended).toMatchObject({ code: 143 });
      expect(first.log()).toMatch(
        /Going on from checkpoint 000001[\s\S]*began after 0\n[\s\S]*step=2\n[\s\S]*000003 is safe/,
      );

      // In the middle of a file when it is stopped, and dies of it.
      const second = run(job('spot', 'run.sh --writes'));
      await second.said(/Checkpoint 000004 is safe/);
      const kept = /checkpoints in (.*)\./.exec(second.log())?.[1] ?? '';
      writeFileSync(join(kept, '..', 'go'), '');
      // It grows by five bytes every tenth of a second: long enough for two looks at it.
      const half = () => statSync(join(kept, 'half'), { throwIfNoEntry: false })?.size;
      await expect.poll(half, { timeout: 60_000 }).toBeGreaterThan(100);
      second.signal('SIGTERM');
      expect(await second.ended).toMatchObject({ code: 143 });
      expect(second.log()).toContain('Going on from checkpoint 000003\n');
      expect(second.log()).not.toContain('000005');
      expect((await keys('spot/export/')).filter((key) => key.endsWith('model'))).toEqual([]);
      // The newest two are kept.
      expect(await keys('spot/checkpoints/0')).toEqual(
        ['000003', '000004'].map((name) => `spot/checkpoints/${name}.checkpoint`),
      );

      const { checkpoint } = await newest(store, folder);
      expect(checkpoint?.name).toBe('000004');
      expect(checkpoint?.files.get('checkpoints/step')?.toString()).toBe('3\n');

      // As if a machine had gone between list and files; a list that was cut; a file that is another one.
      const list = await text('spot/checkpoints/000004.checkpoint');
      expect(list).toMatch(/^millwright checkpoint 1\n[0-9a-f]{64} 2 checkpoints\/step\nend 1\n$/);
      await put('spot/checkpoints/000005.checkpoint', list.replace(/[0-9a-f]{64}/, 'a'.repeat(64)));
      await put('spot/checkpoints/000006.checkpoint', list.replace(/end.*\n/, ''));
      await put('spot/checkpoints/000007.checkpoint', list.replace(/[0-9a-f]{64}/, 'b'.repeat(64)));
      await put(`spot/checkpoints/files/${'b'.repeat(64)}`, '9\n');
      const third = await run(job('spot', 'run.sh --through')).ended;
      expect(third).toMatchObject({ code: 0 });
      for (const name of ['000005', '000006', '000007'])
        expect(third.log).toContain(`Checkpoint ${name} is not whole and is not used`);
      expect(third.log).toMatch(
        /Going on from checkpoint 000004[\s\S]*began after 3\nstep=4\n[\s\S]*step=5\n/,
      );
      expect(await text('spot/model/metrics.json')).toBe('{"steps":5}\n');
      expect(await text('spot/export/model')).toBe('whole\n');
    },
    180_000,
  );

  it('says on which machine it runs, by which its cost is reckoned later', async () => {
    const told: Record<string, string> = {
      '/latest/meta-data/instance-type': 'g4dn.xlarge',
      '/latest/meta-data/placement/availability-zone': 'us-east-1b',
    };
    const machine = createServer((request, response) => {
      const answer = request.method === 'PUT' ? 'token' : told[request.url ?? ''];
      response.writeHead(answer === undefined ? 404 : 200).end(answer);
    });
    await new Promise<void>((resolve) => machine.listen(0, '127.0.0.1', resolve));
    const { port } = machine.address() as AddressInfo;
    const where = {
      AWS_EC2_METADATA_DISABLED: 'false',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}`,
    };
    try {
      const { code, log } = await run(
        { ...job('where', 'run.sh --through'), ...where },
        { programs: ['curl'] },
      ).ended;
      expect(code).toBe(0);
      expect(machineIn(log.split('\n'))).toEqual({ type: 'g4dn.xlarge', zone: 'us-east-1b' });
    } finally {
      machine.close();
    }
  }, 60_000);

  it.skipIf(!long)(
    'hears of Spot from the machine itself, and ends a script that does not stop',
    async () => {
      let taken = false;
      const machine = createServer((request, response) => {
        if (request.method === 'PUT') response.end('token');
        else response.writeHead(taken ? 200 : 404).end('{"action":"terminate"}');
      });
      await new Promise<void>((resolve) => machine.listen(0, '127.0.0.1', resolve));
      const { port } = machine.address() as AddressInfo;
      const told = {
        AWS_EC2_METADATA_DISABLED: 'false',
        AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}`,
        MILLWRIGHT_GRACE_SECONDS: '1',
      };
      try {
        const one = run({ ...job('notice', 'run.sh --deaf'), ...told }, { programs: ['curl'] });
        await one.said(/Checkpoint 000001 is safe/);
        expect(one.log()).not.toContain('Asked to stop');
        taken = true;
        const { code, log } = await one.ended;
        expect(code).toBe(143);
        expect(log).toMatch(/Asked to stop: the script has 1 s[\s\S]*after checkpoint 000001/);
      } finally {
        machine.close();
      }
    },
    180_000,
  );
});
