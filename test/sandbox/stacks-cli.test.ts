/** AWS's own command line deploys templates to the sandbox: one works, one fails and is rolled back. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsCli, hasAwsCli, testSandbox, type TestSandbox } from './support/sandbox.ts';
import { standing } from './support/stacks.ts';

const there = await hasAwsCli();
if (!there) console.warn('SKIPPED: the AWS CLI is not on this machine; stacks were not deployed with it.');

const GOOD = `
AWSTemplateFormatVersion: '2010-09-09'
Description: A bucket and a topic
Parameters:
  Name: {Type: String, AllowedPattern: '[a-z0-9-]+'}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub \${Name}-files
      PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Name}}
Outputs:
  Bucket: {Value: !GetAtt Bucket.Arn}
`;
const BAD = `
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Role:
    Type: AWS::IAM::Role
    DependsOn: Topic
    Properties:
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/NoSuchPolicy']
`;

let sandbox: TestSandbox;
let dir: string;
beforeAll(async () => {
  // The command line waits by the wall clock, 30 s between two looks: what takes minutes must be over by then.
  sandbox = await testSandbox({ clock: { mode: 'real' }, pace: 1_000_000 });
  dir = mkdtempSync(join(tmpdir(), 'stacks-cli-'));
});
afterAll(async () => {
  await sandbox.end();
  rmSync(dir, { recursive: true, force: true });
});

/** The command line names a change set by the second. */
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1100));

const cli = async (...args: string[]) => awsCli(sandbox.listening, 'cloudformation', ...args);
const file = (name: string, body: string) => {
  const path = join(dir, name);
  writeFileSync(path, body);
  return path;
};

describe.skipIf(!there)("the AWS CLI's deploy", () => {
  it('makes a stack, says when nothing changed, updates and deletes it', { timeout: 120_000 }, async () => {
    const template = file('good.yaml', GOOD);
    const deploy = (...values: string[]) =>
      cli(
        'deploy',
        '--no-fail-on-empty-changeset',
        '--stack-name',
        'good',
        '--template-file',
        template,
        '--parameter-overrides',
        ...values,
      );
    const made = await deploy('Name=cli-4417');
    expect(made).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Successfully created/updated stack - good'),
    });
    const described = await cli('describe-stacks', '--stack-name', 'good', '--query', 'Stacks[0].Outputs');
    expect(JSON.parse(described.stdout)).toEqual([
      { OutputKey: 'Bucket', OutputValue: 'arn:aws:s3:::cli-4417-files' },
    ]);
    await nextSecond();
    const same = await deploy('Name=cli-4417');
    expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes to deploy') });
    await nextSecond();
    const refused = await deploy('Name=Capitals');
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain("Parameter 'Name' must match pattern [a-z0-9-]+");
    const events = await cli(
      'describe-stack-events',
      '--stack-name',
      'good',
      '--query',
      'StackEvents[0].ResourceStatus',
    );
    expect(JSON.parse(events.stdout)).toBe('CREATE_COMPLETE');
    expect((await cli('delete-stack', '--stack-name', 'good')).code).toBe(0);
    expect((await cli('wait', 'stack-delete-complete', '--stack-name', 'good')).code).toBe(0);
    expect(standing(sandbox)).toEqual([]);
  });

  it(
    'of a template that fails says so, and leaves nothing but the rolled-back stack',
    { timeout: 120_000 },
    async () => {
      const deploy = () =>
        cli(
          'deploy',
          '--stack-name',
          'bad',
          '--template-file',
          file('bad.yaml', BAD),
          '--capabilities',
          'CAPABILITY_IAM',
        );
      const failed = await deploy();
      expect(failed.code).toBe(255);
      expect(failed.stderr).toContain('Failed to create/update the stack');
      const status = await cli('describe-stacks', '--stack-name', 'bad', '--query', 'Stacks[0].StackStatus');
      expect(JSON.parse(status.stdout)).toBe('ROLLBACK_COMPLETE');
      const query = "StackEvents[?ResourceStatus=='CREATE_FAILED'].ResourceStatusReason | [0]";
      const reason = await cli('describe-stack-events', '--stack-name', 'bad', '--query', query);
      expect(reason.stdout).toContain('NoSuchPolicy');
      expect(
        standing(sandbox)
          .map((thing) => thing.split(' ')[0])
          .sort(),
      ).toEqual(['cloudformation/change-set', 'cloudformation/stack']);
      await nextSecond();
      const again = await deploy();
      expect(again.stderr).toContain('is in ROLLBACK_COMPLETE state and can not be updated.');
    },
  );

  it('without the word for identities is refused', async () => {
    const refused = await cli('deploy', '--stack-name', 'word', '--template-file', file('word.yaml', BAD));
    expect(refused.stderr).toContain('(InsufficientCapabilitiesException)');
    expect(refused.stderr).toContain('Requires capabilities : [CAPABILITY_IAM]');
  });
});
