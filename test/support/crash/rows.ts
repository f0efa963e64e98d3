/** Every plan source as a story that can be killed: how the account is prepared, what is answered, what taking back means. */
import { Readable } from 'node:stream';
import type { Engine } from '../../../main/engine.ts';
import { lookForDrift } from '../../../main/stacks/drift.ts';
import type { Plan } from '../../../preload/contract/plan.ts';
import type { Answers } from '../../../preload/contract/wizard.ts';
import { template } from '../../../main/wizards/template/index.ts';
import type { Spine } from '../spine.ts';

export const names = { bucket: 'crash-bucket-4417', notebook: 'crash-nb' };

/** Accounts that are prepared once; each is the one before it and one thing more. */
export const stages = ['empty', 'foundation', 'bucket', 'notebook'] as const;
export type Stage = (typeof stages)[number];

export interface Row {
  /** Of the plan. */
  source: string;
  /** What sets it apart from other rows of the same source. */
  as: string;
  stage: Stage;
  /** What the account has besides its stage; answers the answers. */
  prepare(spine: Spine, engine: Engine): Promise<Answers>;
  /**
   * Taken back, the account is as it was (default), or what was stopped and deleted stays so: then each thing is as
   * before, as afterwards, or on the way.
   */
  back?: 'as before' | 'what is gone stays gone';
  /** Points besides the end from which the way back is another one, and is walked in all of its points too. */
  backFrom?: readonly string[];
}

export async function apply(spine: Spine, engine: Engine, source: string, answers: Answers): Promise<Plan> {
  const plan = await spine.plan(engine, source, answers);
  const task = await spine.apply(engine, plan);
  if (task.state !== 'succeeded') throw new Error(`${source}: ${task.state} ${JSON.stringify(task.error)}`);
  return plan;
}

const notebook = (bucket: Answers) => ({
  name: names.notebook,
  size: 'ml.t3.medium',
  bucket,
  evening: { at: '19:00', timeZone: 'UTC' },
});

/** Takes a stage to the next one. */
export const steps: Record<Exclude<Stage, 'empty'>, (spine: Spine, engine: Engine) => Promise<unknown>> = {
  foundation: (spine, engine) => apply(spine, engine, 'foundation', {}),
  bucket: (spine, engine) => apply(spine, engine, 'storage', { name: names.bucket }),
  notebook: (spine, engine) => apply(spine, engine, 'notebook', notebook({ choice: names.bucket })),
};

/** A call by the account's administrator, who is not Millwright. */
const call = (spine: Spine, operation: string, input: Record<string, unknown>, service = 'sagemaker') =>
  spine.sandbox.account.perform({
    service,
    operation,
    input,
    region: 'us-east-1',
    as: {
      kind: 'user',
      name: spine.sandbox.account.administrator.userName,
      arn: `arn:aws:iam::${spine.sandbox.account.id}:user/administrator`,
      userId: 'AIDAADMINISTRATOR',
    },
  });

const stuck = 'millwright-own-stuck';
const topics = (name: string, protocol: string) => `Resources:
  Other: {Type: AWS::SNS::Topic, Properties: {DisplayName: ${name}}}
  Mail:
    Type: AWS::SNS::Subscription
    DependsOn: Other
    Properties: {TopicArn: !Ref Other, Protocol: ${protocol}, Endpoint: a@example.com}
`;

/** A stack of ours whose update failed half way, and was not rolled back. */
async function failedUpdate(spine: Spine): Promise<void> {
  const stack = (operation: string, input: object) =>
    call(spine, operation, { StackName: stuck, ...input }, 'cloudformation');
  const Tags = [{ Key: 'millwright:plan', Value: '0'.repeat(20) }];
  await stack('CreateStack', { TemplateBody: topics('One', 'email'), Tags });
  await spine.clock.sleep(600_000);
  await stack('UpdateStack', { TemplateBody: topics('Two', 'pigeon'), DisableRollback: true, Tags });
  await spine.clock.sleep(600_000);
}

const byName = () => Promise.resolve({ name: names.notebook });

async function stage(engine: Engine, files: { path: string; bytes: number }[]): Promise<string> {
  const { stageId } = await engine.staging.reserve(files, 'window');
  for (const [index, { bytes }] of files.entries())
    await engine.staging.receive(stageId, index, Readable.from([Buffer.alloc(bytes, index + 1)]));
  return stageId;
}

const uploaded = async (engine: Engine, files: { path: string; bytes: number }[]) => ({
  stageId: await stage(engine, files),
  bucket: names.bucket,
  prefix: 'put/',
});

const small = [
  { path: 'one.csv', bytes: 10 },
  { path: 'in/two.csv', bytes: 2_000 },
  { path: 'in/three.csv', bytes: 0 },
];

/** The last quarter of an hour before the evening stop, where a start moves the stop first. */
const nearEvening = Date.parse('2026-11-20T18:50:00Z');

export const rows: readonly Row[] = [
  { source: 'foundation', as: 'first', stage: 'empty', prepare: () => Promise.resolve({}) },
  {
    source: 'storage',
    as: 'new bucket',
    stage: 'foundation',
    prepare: () => Promise.resolve({ name: names.bucket }),
  },
  {
    source: 'notebook',
    as: 'empty account',
    stage: 'empty',
    prepare: () => Promise.resolve(notebook({ choice: 'new', newName: names.bucket })),
  },
  {
    source: 'notebook',
    as: 'prepared account',
    stage: 'bucket',
    prepare: () => Promise.resolve(notebook({ choice: names.bucket })),
  },
  {
    source: 'notebook-start',
    as: 'stopped',
    stage: 'notebook',
    async prepare(spine, engine) {
      await apply(spine, engine, 'notebook-stop', await byName());
      return byName();
    },
  },
  {
    source: 'notebook-start',
    as: 'near its evening stop',
    stage: 'notebook',
    async prepare(spine, engine) {
      await apply(spine, engine, 'notebook-stop', await byName());
      await spine.clock.sleep(nearEvening - spine.clock.now());
      return byName();
    },
  },
  {
    source: 'notebook-stop',
    as: 'running',
    stage: 'notebook',
    prepare: byName,
    back: 'what is gone stays gone',
  },
  {
    source: 'notebook-extend',
    as: 'two hours',
    stage: 'notebook',
    prepare: byName,
    backFrom: ['cloudformation:CreateChangeSet:committed', 'cloudformation:ExecuteChangeSet:committed'],
  },
  {
    source: 'notebook-change',
    as: 'size and evening stop',
    stage: 'notebook',
    prepare: () => Promise.resolve({ name: names.notebook, size: 'ml.m5.xlarge', evening: { at: '20:00' } }),
    // A notebook that was stopped for the change is put back as it was set up, and stays stopped.
    back: 'what is gone stays gone',
    backFrom: ['cloudformation:CreateChangeSet:committed', 'cloudformation:ExecuteChangeSet:committed'],
  },
  {
    source: 'notebook-delete',
    as: 'running',
    stage: 'notebook',
    prepare: byName,
    back: 'what is gone stays gone',
  },
  {
    source: 'notebook-delete',
    as: 'made by others',
    stage: 'notebook',
    async prepare(spine) {
      const ours = await call(spine, 'DescribeNotebookInstance', { NotebookInstanceName: names.notebook });
      await call(spine, 'CreateNotebookInstance', {
        NotebookInstanceName: 'of-others',
        InstanceType: 'ml.t3.medium',
        RoleArn: ours['RoleArn'],
      });
      await spine.clock.sleep(600_000);
      return { name: 'of-others' };
    },
    back: 'what is gone stays gone',
  },
  {
    source: 'storage-change',
    as: 'old files',
    stage: 'bucket',
    prepare: () => Promise.resolve({ name: names.bucket, old: { glacier: true, glacierDays: 90 } }),
  },
  {
    source: 'foundation-change',
    as: 'alerts',
    stage: 'foundation',
    prepare: () => Promise.resolve({ email: 'alerts@example.com' }),
  },
  {
    source: 'drift-put-back',
    as: 'moves of old files',
    stage: 'bucket',
    async prepare(spine, engine) {
      const { signal } = new AbortController();
      await call(spine, 'DeleteBucketLifecycle', { Bucket: names.bucket }, 's3');
      const stack = `millwright-storage-${names.bucket}`;
      await lookForDrift(await engine.connections.aws(), stack, { clock: spine.clock, signal });
      return { kind: 'storage', name: names.bucket };
    },
    // What somebody changed by hand is not brought back.
    back: 'what is gone stays gone',
  },
  {
    source: 'storage-delete',
    as: 'empty bucket',
    stage: 'bucket',
    prepare: () => Promise.resolve({ name: names.bucket }),
    back: 'what is gone stays gone',
  },
  {
    source: 'template',
    as: 'own template',
    stage: 'empty',
    prepare: () => Promise.resolve(template.example),
  },
  {
    source: 'template-delete',
    as: 'own template',
    stage: 'empty',
    async prepare(spine, engine) {
      await apply(spine, engine, 'template', template.example);
      return { stackName: 'millwright-template-news' };
    },
    back: 'what is gone stays gone',
  },
  {
    source: 'stack-remove',
    as: 'notebook',
    stage: 'notebook',
    prepare: () => Promise.resolve({ stackName: `millwright-notebook-${names.notebook}` }),
    back: 'what is gone stays gone',
  },
  {
    source: 'stack-roll-back',
    as: 'failed update',
    stage: 'foundation',
    async prepare(spine) {
      await failedUpdate(spine);
      return { stackName: stuck };
    },
    back: 'what is gone stays gone',
  },
  {
    source: 'stack-roll-back',
    as: 'failed roll back',
    stage: 'foundation',
    async prepare(spine) {
      await failedUpdate(spine);
      const topic = spine.existing(/^sns\/topic/).find((one) => one.includes('Other'));
      await call(spine, 'DeleteTopic', { TopicArn: topic?.split(' ')[1] }, 'sns');
      await call(spine, 'RollbackStack', { StackName: stuck }, 'cloudformation');
      await spine.clock.sleep(600_000);
      return { stackName: stuck };
    },
    back: 'what is gone stays gone',
  },
  {
    source: 'data-upload',
    as: 'small files',
    stage: 'bucket',
    prepare: (_, engine) => uploaded(engine, small),
  },
  {
    source: 'data-upload',
    as: 'in parts',
    stage: 'bucket',
    prepare: (_, engine) => uploaded(engine, [{ path: 'large.bin', bytes: 17 * 1024 ** 2 }]),
    backFrom: ['s3:CreateMultipartUpload:committed', 's3:UploadPart:committed'],
  },
  {
    source: 'data-delete',
    as: 'a file and a folder',
    stage: 'bucket',
    async prepare(spine, engine) {
      await apply(spine, engine, 'data-upload', await uploaded(engine, small));
      return { bucket: names.bucket, keys: ['put/one.csv', 'put/in/'] };
    },
    back: 'what is gone stays gone',
  },
];

export const titleOf = ({ source, as }: Row): string => `${source}, ${as}`;
