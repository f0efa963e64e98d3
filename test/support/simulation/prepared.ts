/** The account that every seed begins with. */
import { rm } from 'node:fs/promises';
import { createEngine } from '../../../main/engine.ts';
import type { Principal } from '../../../main/sandbox/engine/access.ts';
import { openSpine, quickFolder, type Spine } from '../spine.ts';
import { region } from './held.ts';
import { dice } from './random.ts';

export const bucket = 'sim-bucket-4417';
/** Things of somebody else, some of them named as ours are. */
export const foreign = { notebook: 'nb-theirs', stack: 'millwright-notebook-taken', bucket: 'theirs-4417' };

/** A notebook of ours from earlier days. */
const kept = {
  name: 'nb-kept',
  size: 'ml.t3.medium',
  bucket: { choice: bucket },
  evening: { at: '19:00', timeZone: 'UTC' },
  idle: { on: false },
};

let prepared: Promise<string> | undefined;

/** The folder of an account with foundation, storage, and things of somebody else that look like ours. */
export function prepare(): Promise<string> {
  return (prepared ??= make());
}

/** Removes the folder. */
export async function forgetPrepared(): Promise<void> {
  const folder = await prepared;
  prepared = undefined;
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}

async function make(): Promise<string> {
  const root = await quickFolder('millwright-prepared-');
  const spine = await openSpine(root);
  await ours(spine);
  await theirs(spine);
  await spine.sandbox.advance(600);
  await spine.close();
  return root;
}

async function ours(spine: Spine): Promise<void> {
  const { stateDir, env, clock } = spine;
  const onFault = (error: unknown) => {
    throw error;
  };
  // The same ids whoever prepares it, so that a trace is the same in every process.
  const engine = await createEngine({ stateDir, env, clock, chance: dice(4417), onFault });
  for (const [source, answers] of [
    ['foundation', {}],
    ['storage', { name: bucket }],
    ['notebook', kept],
    // Stopped, so that there is one to be started.
    ['notebook-stop', { name: kept.name }],
  ] as const)
    await spine.apply(engine, await spine.plan(engine, source, answers));
  await engine.close();
}

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

async function theirs({ sandbox }: Spine): Promise<void> {
  const { account } = sandbox;
  const as: Principal = { kind: 'root', arn: `arn:aws:iam::${account.id}:root`, userId: account.id };
  const call = (service: string, operation: string, input: Record<string, unknown>) =>
    account.perform({ service, operation, input, as, region });
  await call('cloudformation', 'CreateStack', {
    StackName: foreign.stack,
    TemplateBody: JSON.stringify({ Resources: { T: { Type: 'AWS::SNS::Topic' } } }),
  });
  await call('s3', 'CreateBucket', { Bucket: foreign.bucket });
  await call('iam', 'CreateRole', { RoleName: 'theirs', AssumeRolePolicyDocument: trust });
  // A role that was just made cannot be used yet.
  await sandbox.advance(60);
  await call('sagemaker', 'CreateNotebookInstance', {
    NotebookInstanceName: foreign.notebook,
    InstanceType: 'ml.t3.medium',
    RoleArn: `arn:aws:iam::${account.id}:role/theirs`,
  });
}
