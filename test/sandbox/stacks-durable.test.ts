/** A stack goes on where it was when the program was closed, at whatever moment. */
import { CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { afterEach, describe, expect, it } from 'vitest';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';
import { stacksOf, standing } from './support/stacks.ts';

const BODY = `
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Mail: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Topic, Protocol: email, Endpoint: a@example.com}}
  Bucket: {Type: AWS::S3::Bucket, DependsOn: Topic, Properties: {Tags: [{Key: a, Value: b}], VersioningConfiguration: {Status: Enabled}}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
`;

const dirs: string[] = [];
const fresh = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'stacks-durable-'));
  dirs.push(dir);
  return dir;
};
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

async function again(sandbox: TestSandbox): Promise<TestSandbox> {
  await sandbox.close();
  return testSandbox({ dir: sandbox.dir });
}

describe('a stack whose program is closed', () => {
  it('every few seconds, still comes to its end and goes without a trace', async () => {
    let sandbox = await testSandbox({ dir: fresh() });
    const { StackId: StackName } = await stacksOf(sandbox).client.send(
      new CreateStackCommand({ StackName: 'closed', TemplateBody: BODY, Capabilities: ['CAPABILITY_IAM'] }),
    );
    for (let i = 0; i < 40; i++) {
      await sandbox.advance(5);
      sandbox = await again(sandbox);
    }
    const stack = await stacksOf(sandbox).stack(StackName!);
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    expect(standing(sandbox)).toHaveLength(6);
    await stacksOf(sandbox).client.send(new DeleteStackCommand({ StackName }));
    for (let i = 0; i < 10; i++) {
      await sandbox.advance(5);
      sandbox = await again(sandbox);
    }
    expect((await stacksOf(sandbox).stack(StackName!)).StackStatus).toBe('DELETE_COMPLETE');
    expect(standing(sandbox)).toEqual([]);
    await sandbox.close();
  });

  it.each(['CreateTopic', 'Subscribe', 'CreateBucket', 'CreateRole', 'CreateInstanceProfile'])(
    'when %s is carried out but not answered, does not make the thing twice',
    async (operation) => {
      const sandbox = await testSandbox({ dir: fresh() });
      const { StackId: StackName } = await stacksOf(sandbox).client.send(
        new CreateStackCommand({ StackName: 'cut', TemplateBody: BODY, Capabilities: ['CAPABILITY_IAM'] }),
      );
      // The call is done and stored, and the program stands still: what is on disk is what a kill would leave.
      const reached = new Promise<void>((resolve) => {
        sandbox.hook({
          after: (call, outcome) => {
            if (call.operation !== operation || 'error' in outcome) return undefined;
            resolve();
            return new Promise<void>(() => undefined);
          },
        });
      });
      void sandbox.advance(300);
      await reached;
      const dir = fresh();
      cpSync(sandbox.dir, dir, { recursive: true });
      await sandbox.listening.close();
      const next = await testSandbox({ dir });
      await next.advance(600);
      expect((await stacksOf(next).stack(StackName!)).StackStatus).toBe('CREATE_COMPLETE');
      expect(standing(next)).toHaveLength(6);
      await next.end();
    },
  );
});
