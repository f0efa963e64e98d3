/** Every plan source as a story that can be killed: how the account is prepared, what is answered, what taking back means. */
import type { Engine } from '../../../main/engine.ts';
import { lookForDrift } from '../../../main/stacks/drift.ts';
import { template } from '../../../main/wizards/template/index.ts';
import type { Spine } from '../spine.ts';
import { apply, call, names, notebook, type Row, stage } from './preparing.ts';
import { trainingRows } from './training-rows.ts';

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
    source: 'quota-request',
    as: 'first',
    stage: 'empty',
    prepare: () =>
      Promise.resolve({ service: 'ec2', code: 'L-3819A6DF', name: 'Spot of G and VT', wanted: 8 }),
    // AWS has no call that takes a request back.
    stays: /^servicequotas\/request /,
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
  ...trainingRows,
];

/** The rows of a run: all in a long one. */
export function rowsFor(long: boolean, seed: number): readonly Row[] {
  const inTurn = rows.filter((row) => row.inTurn === true);
  return rows.filter((row) => long || row.inTurn !== true || row === inTurn[seed % inTurn.length]);
}

export const titleOf = ({ source, as }: Row): string => `${source}, ${as}`;
