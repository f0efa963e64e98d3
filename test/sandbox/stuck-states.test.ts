/**
 * Every state in which a stack stays until somebody acts: made as it comes about in an account, shown with one sentence
 * and one button, mended by what the button plans, and nothing left in the ledger afterwards.
 */
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DeleteBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stackStates } from '../../main/stacks/states.ts';
import { STACKS } from '../../main/sandbox/services/cloudformation/model.ts';
import type { Message } from '../../preload/contract/message.ts';
import { languages, say, words } from '../../words/index.ts';
import { openWhole, valueOf, type Page, type WholeProgram } from '../contract/support/whole-program.ts';
import { shows } from '../status/shows.ts';
import { openSpine, type Spine } from '../support/spine.ts';

const plan = '00112233445566778899';
const tags = [
  { Key: 'millwright:plan', Value: plan },
  { Key: 'millwright:source', Value: 'template' },
];

let spine: Spine;
let program: WholeProgram;
let page: Page;
let cloud: CloudFormationClient;
let sns: SNSClient;
let s3: S3Client;
let iam: IAMClient;

beforeAll(async () => {
  spine = await openSpine();
  program = await openWhole({ spine, stateDir: join(spine.stateDir, 'whole') });
  page = await program.openPage();
  const client = {
    endpoint: spine.env['AWS_ENDPOINT_URL']!,
    region: spine.env['AWS_REGION']!,
    credentials: {
      accessKeyId: spine.env['AWS_ACCESS_KEY_ID']!,
      secretAccessKey: spine.env['AWS_SECRET_ACCESS_KEY']!,
    },
  };
  cloud = new CloudFormationClient(client);
  sns = new SNSClient(client);
  s3 = new S3Client({ ...client, forcePathStyle: true });
  iam = new IAMClient(client);
}, 60_000);
afterAll(async () => {
  page.close();
  await program.close();
  await spine.close();
});

const statusOf = async (name: string) => {
  const { Stacks } = await cloud.send(new DescribeStacksCommand({ StackName: name }));
  return Stacks![0]!.StackStatus!;
};
async function rest(name: string): Promise<string> {
  for (let i = 0; i < 60; i += 1) {
    const status = await statusOf(name);
    if (!status.endsWith('_IN_PROGRESS')) return status;
    await spine.sandbox.advance(30);
  }
  throw new Error(`${name} does not come to rest`);
}
const create = (name: string, TemplateBody: string, more: object = {}) =>
  cloud.send(
    new CreateStackCommand({
      StackName: name,
      TemplateBody,
      Tags: tags,
      Capabilities: ['CAPABILITY_IAM'],
      ...more,
    }),
  );

/** What Home says about this stack. */
async function need(name: string) {
  const summary = valueOf(await page.api.home.summary({ refresh: true }));
  return summary.needs.find(({ id }) => id === `stack:${name}`);
}
const text = (said: Message) => say('en', said, { timeZone: 'UTC', now: spine.clock.now() });

/** Presses the one button, confirms as a person does, and waits for the end. */
async function press(name: string) {
  const shown = await need(name);
  if (shown?.action.source == null) throw new Error(`${name} has no button that mends it`);
  const done = await program.perform(page, shown.action.source, shown.action.answers);
  expect(done.task.error).toBeUndefined();
  expect(done.task.state).toBe('succeeded');
  return { ...done, says: text(shown.says), label: text(shown.action.label) };
}
async function empty(Bucket: string) {
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a.csv' }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
}
const left = () => spine.existing(/^(?:cloudformation\/stack|sns|s3|sagemaker|scheduler)/);

const bucketNamed = (bucket: string, rest = '') => `
Resources:
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: ${bucket}}}
  Topic: {Type: AWS::SNS::Topic}
${rest}`;
const failing = `  Mail: {Type: AWS::SNS::Subscription, DependsOn: Bucket, Properties: {TopicArn: !Ref Topic, Protocol: pigeon, Endpoint: x}}
`;
const topic = (shown: string, protocol = 'email') => `
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: ${shown}}}
  Other: {Type: AWS::SNS::Topic, DependsOn: Topic, Properties: {DisplayName: ${shown}}}
  Mail: {Type: AWS::SNS::Subscription, DependsOn: Other, Properties: {TopicArn: !Ref Topic, Protocol: ${protocol}, Endpoint: a@example.com}}
`;

describe('the table', () => {
  const stuck = Object.entries(stackStates).filter(([, meaning]) => meaning.stuck !== undefined);

  test('holds every state of CloudFormation’s model but the good ones', async () => {
    const { StackStatus } = await import('@aws-sdk/client-cloudformation');
    expect(Object.keys(stackStates).sort()).toEqual(Object.values(StackStatus).sort());
    const well = Object.keys(stackStates).filter((state) => stackStates[state]?.stuck === undefined);
    expect(well.sort()).toEqual([
      'CREATE_COMPLETE',
      'DELETE_COMPLETE',
      'IMPORT_COMPLETE',
      'UPDATE_COMPLETE',
      'UPDATE_ROLLBACK_COMPLETE',
    ]);
  });

  test.each(stuck)('%s has one sentence and one button in every language', (state, { stuck: way }) => {
    for (const language of languages) {
      expect(words[language][`stack.stuck.${state}`]).toMatch(/\S/);
      expect(words[language][`stack.way.${way ?? ''}`]).toMatch(/\S/);
    }
  });
});

describe('a stuck stack is shown, and mended by its button', () => {
  test('REVIEW_IN_PROGRESS: a shell that nobody began, known by its change set', async () => {
    const name = 'millwright-notebook-shell';
    await cloud.send(
      new CreateChangeSetCommand({
        StackName: name,
        ChangeSetName: `millwright-${plan}-notebook-change-set-on`,
        ChangeSetType: 'CREATE',
        TemplateBody: topic('A'),
      }),
    );
    await spine.sandbox.advance(60);
    expect(await need(name)).toBeUndefined();
    await spine.sandbox.advance(1000);
    expect(await statusOf(name)).toBe('REVIEW_IN_PROGRESS');
    const { says, label, plan: made } = await press(name);
    expect(says).toContain('was prepared but never started');
    expect(label).toBe('Remove what is left');
    expect(made.changes[0]?.kind === 'stack' && made.changes[0].resources).toEqual([]);
    expect(left()).toEqual([]);
  });

  test('CREATE_FAILED', async () => {
    const name = 'millwright-own-failed';
    await create(name, bucketNamed('stuck-create', failing), { OnFailure: 'DO_NOTHING' });
    expect(await rest(name)).toBe('CREATE_FAILED');
    expect((await press(name)).says).toContain('stopped half way while it was made');
    expect(left()).toEqual([]);
  });

  test('ROLLBACK_COMPLETE', async () => {
    const name = 'millwright-own-rolled';
    await create(name, bucketNamed('stuck-rolled', failing));
    expect(await rest(name)).toBe('ROLLBACK_COMPLETE');
    expect((await press(name)).says).toContain('Its empty shell is left');
    expect(left()).toEqual([]);
  });

  test('ROLLBACK_FAILED: what still will not go is kept, and named with its price', async () => {
    const name = 'millwright-own-rollfail';
    await create(
      name,
      bucketNamed(
        'stuck-rollfail',
        failing.replace('DependsOn: Bucket', 'DependsOn: [Bucket, Late]') +
          `  Late: {Type: AWS::SNS::Topic, DependsOn: Bucket}
`,
      ),
    );
    for (let i = 0; i < 30 && !spine.existing(/s3\/bucket/).length; i += 1) await spine.sandbox.advance(1);
    await s3.send(new PutObjectCommand({ Bucket: 'stuck-rollfail', Key: 'a.csv', Body: 'a' }));
    expect(await rest(name)).toBe('ROLLBACK_FAILED');
    const { says, label, plan: made } = await press(name);
    expect(says).toContain('could not take all of it back');
    expect(label).toBe('Remove the rest');
    expect(made.changes[0]?.kind === 'stack' && made.changes[0].keep).toEqual(['Bucket']);
    expect(made.stays.map(text)[0]).toMatch(/stuck-rollfail .*\$/);
    expect(left()).toEqual(['s3/bucket stuck-rollfail']);
    await empty('stuck-rollfail');
  });

  test('DELETE_FAILED: asked once more, and what AWS refuses again is kept', async () => {
    const name = 'millwright-own-delfail';
    const bucket = 'stuck-delfail';
    await create(name, bucketNamed(bucket));
    expect(await rest(name)).toBe('CREATE_COMPLETE');
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'a.csv', Body: 'a' }));
    await cloud.send(new DeleteStackCommand({ StackName: name }));
    expect(await rest(name)).toBe('DELETE_FAILED');
    const { says, label, plan: made } = await press(name);
    expect(says).toContain('could not delete all of');
    expect(label).toBe('Remove the rest');
    expect(made.stays.map(text).join(' ')).toContain(bucket);
    // The bucket with its file is all that is left, and it is nobody's stack any more.
    expect(left()).toEqual([`s3/bucket ${bucket}`]);
    await empty(bucket);
    expect(await need(name)).toBeUndefined();
  });

  test('DELETE_FAILED whose cause is gone meanwhile: nothing is kept', async () => {
    const name = 'millwright-own-delagain';
    const bucket = 'stuck-delagain';
    await create(name, bucketNamed(bucket));
    await rest(name);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'a.csv', Body: 'a' }));
    await cloud.send(new DeleteStackCommand({ StackName: name }));
    expect(await rest(name)).toBe('DELETE_FAILED');
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'a.csv' }));
    await press(name);
    expect(left()).toEqual([]);
  });

  test('UPDATE_FAILED is rolled back', async () => {
    const name = 'millwright-own-updfail';
    await create(name, topic('One'));
    await rest(name);
    await cloud.send(
      new UpdateStackCommand({
        StackName: name,
        TemplateBody: topic('Two', 'pigeon'),
        DisableRollback: true,
      }),
    );
    expect(await rest(name)).toBe('UPDATE_FAILED');
    const { label, plan: made } = await press(name);
    expect(label).toBe('Put it back as it was');
    expect(made.changes[0]?.kind === 'stack' && made.changes[0].action).toBe('roll-back');
    expect(await statusOf(name)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await need(name)).toBeUndefined();
    await program.perform(page, 'stack-remove', { stackName: name });
    expect(left()).toEqual([]);
  });

  test('UPDATE_ROLLBACK_FAILED: the roll back goes on, and passes over what somebody deleted', async () => {
    const name = 'millwright-own-backfail';
    await create(name, topic('One'));
    await rest(name);
    await cloud.send(
      new UpdateStackCommand({
        StackName: name,
        TemplateBody: topic('Two', 'pigeon'),
        DisableRollback: true,
      }),
    );
    expect(await rest(name)).toBe('UPDATE_FAILED');
    const other = spine
      .existing(/^sns\/topic/)
      .find((one) => one.includes('Other'))!
      .split(' ')[1]!;
    await sns.send(new DeleteTopicCommand({ TopicArn: other }));
    const first = await need(name);
    const tried = await program.perform(page, first!.action.source!, first!.action.answers);
    expect(tried.task.error?.code).toBe('aws.stackStuck');
    expect(await statusOf(name)).toBe('UPDATE_ROLLBACK_FAILED');
    const { says, label, plan: made } = await press(name);
    expect(says).toContain('could not put all of it back');
    expect(label).toBe('Go on putting it back');
    expect(made.changes[0]?.kind === 'stack' && made.changes[0].keep).toEqual(['Other']);
    expect(made.warnings.map(text).join(' ')).toMatch(/could not put this back before: Notice list .*Other/);
    expect(await statusOf(name)).toBe('UPDATE_ROLLBACK_COMPLETE');
    await program.perform(page, 'stack-remove', { stackName: name });
    expect(left()).toEqual([]);
  });

  test('a stack whose role is gone says which, and goes when the role is there again', async () => {
    const name = 'millwright-own-norole';
    const role = async () => {
      const trust = {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudformation.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      };
      const made = await iam.send(
        new CreateRoleCommand({ RoleName: 'maker', AssumeRolePolicyDocument: JSON.stringify(trust) }),
      );
      const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sns:*', Resource: '*' }] };
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: 'maker',
          PolicyName: 'all',
          PolicyDocument: JSON.stringify(all),
        }),
      );
      return made.Role!.Arn!;
    };
    const unrole = async () => {
      await iam.send(new DeleteRolePolicyCommand({ RoleName: 'maker', PolicyName: 'all' }));
      await iam.send(new DeleteRoleCommand({ RoleName: 'maker' }));
    };
    const RoleARN = await role();
    await spine.sandbox.advance(120);
    await create(name, topic('One'), { RoleARN });
    expect(await rest(name)).toBe('CREATE_COMPLETE');
    await cloud.send(new DeleteStackCommand({ StackName: name }));
    await unrole();
    expect(await rest(name)).toBe('DELETE_FAILED');
    const shown = await need(name);
    const refused = valueOf(
      await page.api.plans.make({ source: shown!.action.source!, answers: shown!.action.answers }),
    );
    expect(refused.blockers.map(text).join(' ')).toContain('with the role maker, and that role is gone');
    await role();
    await spine.sandbox.advance(120);
    await press(name);
    await unrole();
    expect(left()).toEqual([]);
  });

  test('CREATE_IN_PROGRESS for longer than its limit: look again, and it is gone from Home when it ends', async () => {
    const name = 'millwright-own-slow';
    await create(name, topic('One'));
    const states = spine.sandbox.account.table(STACKS, spine.env['AWS_REGION']!);
    const made = states.list().find((one) => one.name === name)!;
    await rest(name);
    // As AWS leaves it while a service never answers: the operation runs, nothing moves.
    states.put({ ...states.get(made.id)!, status: 'CREATE_IN_PROGRESS' });
    expect(await need(name)).toBeUndefined();
    await spine.sandbox.advance(3700);
    const shown = await need(name);
    expect(text(shown!.says)).toContain('longer than usual');
    expect(shown!.action).toMatchObject({ source: null, route: null });
    states.put({ ...states.get(made.id)!, status: 'CREATE_COMPLETE' });
    expect(await need(name)).toBeUndefined();
    await program.perform(page, 'stack-remove', { stackName: name });
  });

  test.each(['IMPORT_ROLLBACK_COMPLETE', 'IMPORT_ROLLBACK_FAILED'])('%s is said', async (status) => {
    const name = 'millwright-own-import';
    await create(name, topic('One'));
    await rest(name);
    const states = spine.sandbox.account.table(STACKS, spine.env['AWS_REGION']!);
    const made = states.list().find((one) => one.name === name)!;
    states.put({ ...states.get(made.id)!, status });
    const shown = await need(name);
    expect(text(shown!.says)).toContain('Another program tried to add things');
    expect(shown!.action.source).toBeNull();
    states.put({ ...states.get(made.id)!, status: 'CREATE_COMPLETE' });
    await program.perform(page, 'stack-remove', { stackName: name });
    expect(left()).toEqual([]);
  });

  test(
    'a stuck stack of others is shown, and cannot be touched' + shows('done-when:2.4/states'),
    async () => {
      const name = 'millwright-looks-like-ours';
      await create(name, bucketNamed('of-others', failing), { Tags: [] });
      expect(await rest(name)).toBe('ROLLBACK_COMPLETE');
      const shown = await need(name);
      expect(text(shown!.says)).toContain('Millwright did not make it');
      expect(shown!.action).toMatchObject({ source: null, route: null });
      for (const source of ['stack-remove', 'stack-roll-back']) {
        const made = valueOf(await page.api.plans.make({ source, answers: { stackName: name } }));
        expect(made.blockers.map(text).join(' ')).toContain('did not make');
        const { id, digest } = made;
        expect(await page.api.plans.askConsent({ id, digest })).toMatchObject({ ok: false });
      }
      expect(await statusOf(name)).toBe('ROLLBACK_COMPLETE');
      await cloud.send(new DeleteStackCommand({ StackName: name }));
    },
  );
});
