/** A sandbox account with a bucket and code that counts, and jobs over it, each attempt on a disk of its own. */
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testSandbox, type TestSandbox } from './sandbox.ts';
import { attempt, type Attempt, type JobOptions } from './training-job.ts';

/** Counts to 5 from the step that the newest checkpoint names; each step is a checkpoint. */
const counting = `
step=0
[ -f "$MILLWRIGHT_CHECKPOINTS/step" ] && step=$(cat "$MILLWRIGHT_CHECKPOINTS/step")
echo "began after $step"
keep() {
  step=$((step + 1))
  echo $step >"$MILLWRIGHT_CHECKPOINTS/step.tmp"
  mv "$MILLWRIGHT_CHECKPOINTS/step.tmp" "$MILLWRIGHT_CHECKPOINTS/step"
  echo "step=$step"
}
case $1 in
  --saves) trap 'keep; exit 0' TERM ;;
  --deaf) trap '' TERM ;;
esac
keep
echo "checkpoints in $MILLWRIGHT_CHECKPOINTS."
while [ "$1" != --through ]; do
  [ ! -e "$MILLWRIGHT_CHECKPOINTS/../go" ] || echo more >>"$MILLWRIGHT_CHECKPOINTS/half"
  sleep 0.1
done
while [ $step -lt 5 ]; do keep; done
echo whole >"$EXPORT_PATH/model"
echo '{"steps":5}' >"$MODEL_DIR/metrics.json"`;

/** A bucket with code that counts, and jobs over it. */
export interface TrainingLab {
  sandbox: TestSandbox;
  s3: S3Client;
  put(key: string, body: string | Buffer): Promise<unknown>;
  text(key: string): Promise<string>;
  keys(prefix: string): Promise<string[]>;
  /** The variables of a job of this name. */
  job(name: string, script?: string): Record<string, string>;
  run(environment: Record<string, string>, more?: Partial<JobOptions>): Attempt;
  end(): Promise<void>;
}

export async function trainingLab(): Promise<TrainingLab> {
  const sandbox = await testSandbox({ clock: { mode: 'real' } });
  const folder = mkdtempSync(join(tmpdir(), 'training-job-'));
  const s3 = new S3Client({ ...sandbox.client, forcePathStyle: true });
  const put = (key: string, body: string | Buffer) =>
    s3.send(new PutObjectCommand({ Bucket: 'lab', Key: key, Body: body }));
  await s3.send(new CreateBucketCommand({ Bucket: 'lab' }));
  await put('code/run.sh', counting);
  await put('code/bad.sh', 'echo "the last words" >&2; exit 7');
  return {
    sandbox,
    s3,
    put,
    text: async (key) =>
      (await s3.send(new GetObjectCommand({ Bucket: 'lab', Key: key }))).Body?.transformToString() ?? '',
    keys: async (prefix) =>
      ((await s3.send(new ListObjectsV2Command({ Bucket: 'lab', Prefix: prefix }))).Contents ?? []).map(
        (object) => object.Key ?? '',
      ),
    run: (environment, more = {}) => attempt(sandbox, folder, { way: 'boto3', environment, ...more }),
    job: (name, script = 'run.sh') => ({
      SCRIPT_DIR: 's3://lab/code',
      RUN_SCRIPT: script,
      MODEL_DIR: `s3://lab/${name}/model`,
      EXPORT_PATH: `s3://lab/${name}/export/`,
      MILLWRIGHT_CHECKPOINTS: `s3://lab/${name}/checkpoints`,
    }),
    end: async () => {
      await sandbox.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
