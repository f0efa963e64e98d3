/** What rows of the crash harness begin with: accounts in stages, calls of the account's owner, files that were picked. */
import { Readable } from 'node:stream';
import type { Engine } from '../../../main/engine.ts';
import { loadTemplate } from '../../../main/plans/templates.ts';
import type { Plan } from '../../../preload/contract/plan.ts';
import type { Answers } from '../../../preload/contract/wizard.ts';
import type { Spine } from '../spine.ts';

export const names = { bucket: 'crash-bucket-4417', notebook: 'crash-nb', training: 'crash-training' };

export type Stage = 'empty' | 'foundation' | 'bucket' | 'notebook' | 'training';

/** Accounts that are prepared once; each is an earlier one and one thing more. */
export const earlier: Record<Stage, Stage | null> = {
  empty: null,
  foundation: 'empty',
  bucket: 'foundation',
  notebook: 'bucket',
  training: 'bucket',
};

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
  /** Virtual seconds that AWS goes on by itself before the account is judged: what runs ends, machines go. */
  settles?: number;
  /** What plans share stays when one of them is taken back: names of things, and of what they cost. */
  stays?: RegExp;
  /** The call that nobody can know to have been made while no list shows it: the person is told so, and decides. */
  unseen?: { kind: string };
  /** In a quick run about one point in so many is tried, and each whose name holds `always`. */
  quick?: { oneIn: number; always: RegExp };
  /** Quick runs tell one of these rows, another one by turns of the seed. */
  inTurn?: true;
}

export async function apply(spine: Spine, engine: Engine, source: string, answers: Answers): Promise<Plan> {
  const plan = await spine.plan(engine, source, answers);
  const task = await spine.apply(engine, plan);
  if (task.state !== 'succeeded') throw new Error(`${source}: ${task.state} ${JSON.stringify(task.error)}`);
  return plan;
}

export const notebook = (bucket: Answers) => ({
  name: names.notebook,
  size: 'ml.t3.medium',
  bucket,
  evening: { at: '19:00', timeZone: 'UTC' },
});

/** A call by the account's administrator, who is not Millwright. */
export const call = (
  spine: Spine,
  operation: string,
  input: Record<string, unknown>,
  service = 'sagemaker',
) =>
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

/** Files of a person's folder, laid ready as the window does. Each holds its number, so many times. */
export async function stage(engine: Engine, files: { path: string; bytes: number }[]): Promise<string> {
  const { stageId } = await engine.staging.reserve(files, 'window');
  for (const [index, { bytes }] of files.entries())
    await engine.staging.receive(stageId, index, Readable.from([Buffer.alloc(bytes, index + 1)]));
  return stageId;
}

/** AWS lets the account have GPU machines on Spot, which a new one may not. */
export async function allowGpus(spine: Spine): Promise<void> {
  // "All G and VT Spot Instance Requests", vCPUs.
  const input = { ServiceCode: 'ec2', QuotaCode: 'L-3819A6DF', DesiredValue: 16 };
  await call(spine, 'RequestServiceQuotaIncrease', input, 'servicequotas');
  await spine.clock.sleep(1_900_000);
}

/** A small program and a table, from this computer. */
export const training = async (engine: Engine, bucket: Answers): Promise<Answers> => ({
  name: names.training,
  code: `stage:${await stage(engine, [{ path: 'program/train.py', bytes: 20 }])}`,
  data: { training: `stage:${await stage(engine, [{ path: 'train.csv', bytes: 200 }])}` },
  bucket,
});

/** Takes the stage before to this one. */
export const steps: Record<Exclude<Stage, 'empty'>, (spine: Spine, engine: Engine) => Promise<unknown>> = {
  foundation: (spine, engine) => apply(spine, engine, 'foundation', {}),
  bucket: (spine, engine) => apply(spine, engine, 'storage', { name: names.bucket }),
  notebook: (spine, engine) => apply(spine, engine, 'notebook', notebook({ choice: names.bucket })),
  async training(spine, engine) {
    await allowGpus(spine);
    await apply(spine, engine, 'gpu-training', await training(engine, { choice: names.bucket }));
  },
};

/** The one that runs or waits in the account. */
export async function theJob(spine: Spine): Promise<string> {
  for (const jobStatus of ['RUNNING', 'RUNNABLE', 'SUBMITTED']) {
    const input = { jobQueue: 'millwright-training', jobStatus };
    const { jobSummaryList } = await call(spine, 'ListJobs', input, 'batch');
    const [job] = jobSummaryList as { jobId: string }[];
    if (job !== undefined) return job.jobId;
  }
  throw new Error('There is no job.');
}

/** The foundation as it was before there were trainings: neither its limit nor its role of stacks knows of them. */
export function olderFoundation(): object {
  const older = structuredClone(loadTemplate('foundation').document);
  const ofTrainings = (one: unknown) =>
    /"Sid":"\w*(?:Training|Machines|Images|Batch)/.test(JSON.stringify(one).slice(0, 80));
  const withoutThem = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((one) => !ofTrainings(one)).map(withoutThem);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutThem(one)]));
  };
  const { Boundary, StackRole } = older.Resources;
  const policies = StackRole?.Properties?.['Policies'] as { PolicyName: string }[];
  if (Boundary?.Properties === undefined || StackRole?.Properties === undefined) throw new Error('no roles');
  StackRole.Properties['Policies'] = withoutThem(
    policies.filter(({ PolicyName }) => PolicyName !== 'trainings'),
  );
  Boundary.Properties = withoutThem(Boundary.Properties) as Record<string, unknown>;
  return older;
}

/** An account that an older Millwright prepared. */
export async function prepareAsBefore(spine: Spine): Promise<void> {
  const stack = {
    StackName: 'millwright-foundation',
    TemplateBody: JSON.stringify(olderFoundation()),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Tags: [
      { Key: 'millwright:plan', Value: '0'.repeat(20) },
      { Key: 'millwright:source', Value: 'foundation' },
    ],
  };
  await call(spine, 'CreateStack', stack, 'cloudformation');
  await spine.clock.sleep(600_000);
}
