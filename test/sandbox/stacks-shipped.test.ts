/** The templates that the program ships, made, looked over for drift, changed and deleted in the sandbox. */
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
} from '@aws-sdk/client-cloudformation';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';
import { outputs, stacksOf, standing, values, type Stacks } from './support/stacks.ts';

let sandbox: TestSandbox;
let stacks: Stacks;
let stackRole: string;
const body = (name: string) =>
  readFileSync(new URL(`../../assets/stacks/${name}.yaml`, import.meta.url), 'utf8');

beforeAll(async () => {
  sandbox = await testSandbox();
  stacks = stacksOf(sandbox);
  const foundation = await stacks.deploy('millwright-foundation', {
    ChangeSetType: 'CREATE',
    TemplateBody: body('foundation'),
    Parameters: values({ AlertEmail: 'alerts@example.com' }),
  });
  stackRole = outputs(foundation)['StackRoleArn']!;
});
afterAll(() => sandbox.end());

async function drift(StackName: string): Promise<unknown> {
  const { client } = stacks;
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName }));
  await sandbox.advance(20);
  const found = await client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
  const { StackResourceDrifts } = await client.send(
    new DescribeStackResourceDriftsCommand({
      StackName,
      StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED'],
    }),
  );
  return {
    status: found.StackDriftStatus,
    reason: found.DetectionStatusReason,
    resources: StackResourceDrifts,
  };
}

const CLEAN = { status: 'IN_SYNC', reason: undefined, resources: [] };
const EVENING = 'cron(0/15 19-23,0-5 * * ? *)';
const notebook = (more: Record<string, string> = {}) =>
  values({
    NotebookName: 'forecast',
    NotebookNameInArn: 'forecast',
    BucketName: 'sales-forecast-4417',
    EveningStop: EVENING,
    EveningTimeZone: 'Europe/Berlin',
    ...more,
  });

const given: Record<string, string> = {};

describe('the shipped templates', () => {
  it('make foundation, storage and notebook with the stack role alone, without drift', async () => {
    expect((await stacks.stack('millwright-foundation')).StackStatus).toBe('CREATE_COMPLETE');
    expect(await drift('millwright-foundation')).toEqual(CLEAN);
    const storage = await stacks.deploy('millwright-storage', {
      ChangeSetType: 'CREATE',
      TemplateBody: body('storage'),
      Parameters: values({ BucketName: 'sales-forecast-4417', ToInfrequentAccessAfterDays: '30' }),
      RoleARN: stackRole,
    });
    expect([storage.StackStatus, storage.StackStatusReason]).toEqual(['CREATE_COMPLETE', undefined]);
    expect(await drift('millwright-storage')).toEqual(CLEAN);
    const made = await stacks.deploy('millwright-forecast', {
      ChangeSetType: 'CREATE',
      TemplateBody: body('notebook'),
      Parameters: notebook(),
      RoleARN: stackRole,
      Tags: [{ Key: 'millwright:plan', Value: 'p1' }],
    });
    expect([made.StackStatus, made.StackStatusReason]).toEqual(['CREATE_COMPLETE', undefined]);
    expect(await drift('millwright-forecast')).toEqual(CLEAN);
    const story = await stacks.story('millwright-forecast');
    expect(story.indexOf('EveningSchedule CREATE_COMPLETE')).toBeLessThan(
      story.indexOf('Notebook CREATE_IN_PROGRESS'),
    );
  });

  it.each([
    [{ InstanceType: 'ml.t3.large' }, ['Notebook False']],
    [{ VolumeSizeInGB: '30' }, ['Notebook False']],
    [{ EveningNotBefore: '2026-01-05T20:30:00.000Z' }, ['EveningSchedule False']],
    [{ EveningStop: 'cron(0/15 20-23,0-5 * * ? *)' }, ['EveningSchedule False']],
  ])('change what a parameter names and nothing else: %o', async (more, expected) => {
    // What is not given again goes back to the template's default, so earlier changes are given too.
    Object.assign(given, more);
    const seen = await stacks.changeSet('millwright-forecast', {
      UsePreviousTemplate: true,
      Parameters: notebook(given),
    });
    expect(seen.Changes!.map(({ ResourceChange: c }) => `${c!.LogicalResourceId} ${c!.Replacement}`)).toEqual(
      expected,
    );
    const stack = await stacks.execute('millwright-forecast');
    expect([stack.StackStatus, stack.StackStatusReason]).toEqual(['UPDATE_COMPLETE', undefined]);
    expect(await drift('millwright-forecast')).toEqual(CLEAN);
  });

  it('go, and only the bucket with its policy stays', async () => {
    for (const name of ['millwright-forecast', 'millwright-storage', 'millwright-foundation']) {
      const { StackId } = await stacks.stack(name);
      await stacks.client.send(new DeleteStackCommand({ StackName: name }));
      expect((await stacks.rest(StackId!)).StackStatus).toBe('DELETE_COMPLETE');
    }
    expect(standing(sandbox).filter((thing) => !thing.startsWith('logs/'))).toEqual([
      's3/bucket sales-forecast-4417',
    ]);
  });

  it('leave nothing when the notebook cannot be made', async () => {
    const before = standing(sandbox);
    const { StackId } = await stacks.client.send(
      new CreateStackCommand({
        StackName: 'alone',
        TemplateBody: body('notebook'),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        Parameters: notebook({ NotebookName: 'alone', NotebookNameInArn: 'alone' }),
        OnFailure: 'DELETE',
      }),
    );
    expect((await stacks.rest(StackId!)).StackStatus).toBe('DELETE_COMPLETE');
    expect(standing(sandbox)).toEqual(before);
  });
});
