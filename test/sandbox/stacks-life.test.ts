import {
  CancelUpdateStackCommand,
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListChangeSetsCommand,
  ListExportsCommand,
  ListImportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  RollbackStackCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient, ListRoleTagsCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import { GetBucketTaggingCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '../../main/sandbox/index.ts';
import { makeRole, refusal } from './support/notebooks.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';
import { outputs, stacksOf, standing, values, type Stacks } from './support/stacks.ts';

let sandbox: TestSandbox;
let stacks: Stacks;
let sns: SNSClient;
let s3: S3Client;
let iam: IAMClient;

beforeAll(async () => {
  sandbox = await testSandbox();
  stacks = stacksOf(sandbox);
  sns = new SNSClient(sandbox.client);
  s3 = new S3Client({ ...sandbox.client, forcePathStyle: true });
  iam = new IAMClient(sandbox.client);
});
afterAll(() => sandbox.end());

let before: string[] = [];
const remember = () => (before = standing(sandbox));
const added = () => standing(sandbox).filter((thing) => !before.includes(thing));
afterEach(() => expect.hasAssertions());

const remove = async (name: string, more: { RetainResources?: string[] } = {}) => {
  const { StackId } = await stacks.stack(name);
  await stacks.client.send(new DeleteStackCommand({ StackName: name, ...more }));
  return stacks.rest(StackId!);
};

const TOPICS = `
Parameters:
  Shown: {Type: String, Default: Orders}
  Name: {Type: String, Default: ''}
Conditions:
  Named: !Not [!Equals [!Ref Name, '']]
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Ref Shown
      TopicName: !If [Named, !Ref Name, !Ref AWS::NoValue]
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: !Sub '/topics/\${Topic.TopicName}'}
Outputs:
  Topic: {Value: !Ref Topic}
`;

describe('a stack made by a change set', () => {
  it('is seen before it is made, tells its events, gives its outputs and goes without a trace', async () => {
    remember();
    const seen = await stacks.changeSet('orders', {
      ChangeSetType: 'CREATE',
      TemplateBody: TOPICS,
      Tags: [{ Key: 'team', Value: 'sales' }],
    });
    expect(seen.Status).toBe('CREATE_COMPLETE');
    expect(seen.ExecutionStatus).toBe('AVAILABLE');
    expect(
      seen.Changes!.map((c) => `${c.ResourceChange!.Action} ${c.ResourceChange!.LogicalResourceId}`),
    ).toEqual(['Add Topic', 'Add Logs']);
    expect(seen.Changes![1]!.ResourceChange!.AfterContext).toContain('{{changeSet:KNOWN_AFTER_APPLY}}');
    expect((await stacks.stack('orders')).StackStatus).toBe('REVIEW_IN_PROGRESS');

    const stack = await stacks.execute('orders');
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    const arn = outputs(stack)['Topic']!;
    expect(arn).toMatch(/^arn:aws:sns:us-east-1:\d{12}:orders-Topic-\w{12}$/);
    expect(await stacks.story('orders')).toEqual([
      'orders REVIEW_IN_PROGRESS',
      'orders CREATE_IN_PROGRESS',
      'Topic CREATE_IN_PROGRESS',
      'Topic CREATE_IN_PROGRESS',
      'Topic CREATE_COMPLETE',
      'Logs CREATE_IN_PROGRESS',
      'Logs CREATE_IN_PROGRESS',
      'Logs CREATE_COMPLETE',
      'orders CREATE_COMPLETE',
    ]);
    const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }));
    expect(Tags).toContainEqual({ Key: 'team', Value: 'sales' });
    expect(Tags).toContainEqual({ Key: 'aws:cloudformation:stack-name', Value: 'orders' });
    expect(Tags).toContainEqual({ Key: 'aws:cloudformation:logical-id', Value: 'Topic' });

    expect((await remove('orders')).StackStatus).toBe('DELETE_COMPLETE');
    expect(added()).toEqual([]);
    expect(await refusal(stacks.stack('orders'))).toBe(
      'ValidationError: Stack with id orders does not exist',
    );
    expect((await stacks.story(stack.StackId!)).slice(-6)).toEqual([
      'orders DELETE_IN_PROGRESS',
      'Logs DELETE_IN_PROGRESS',
      'Logs DELETE_COMPLETE',
      'Topic DELETE_IN_PROGRESS',
      'Topic DELETE_COMPLETE',
      'orders DELETE_COMPLETE',
    ]);
  });

  it('in review goes with its change set when it is deleted', async () => {
    remember();
    await stacks.changeSet('reviewed', { ChangeSetType: 'CREATE', TemplateBody: TOPICS });
    expect((await remove('reviewed')).StackStatus).toBe('DELETE_COMPLETE');
    expect(added()).toEqual([]);
  });

  it('is described by name, id, resource and page', async () => {
    const stack = await stacks.deploy('pages', { ChangeSetType: 'CREATE', TemplateBody: TOPICS });
    const { client } = stacks;
    const StackName = 'pages';
    const one = await client.send(
      new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Topic' }),
    );
    const physical = one.StackResourceDetail!.PhysicalResourceId!;
    expect(physical).toBe(outputs(stack)['Topic']);
    const byThing = await client.send(new DescribeStackResourcesCommand({ PhysicalResourceId: physical }));
    expect(byThing.StackResources!.map((r) => r.LogicalResourceId)).toEqual(['Topic', 'Logs']);
    const list = await client.send(new ListStackResourcesCommand({ StackName }));
    expect(list.StackResourceSummaries!.map((r) => r.ResourceStatus)).toEqual([
      'CREATE_COMPLETE',
      'CREATE_COMPLETE',
    ]);
    expect((await client.send(new GetTemplateCommand({ StackName }))).TemplateBody).toBe(TOPICS);
    const summary = await client.send(new GetTemplateSummaryCommand({ StackName }));
    expect(summary.Parameters!.map((p) => p.ParameterKey)).toEqual(['Shown', 'Name']);
    const listed = await client.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }));
    expect(listed.StackSummaries!.every((s) => s.StackStatus === 'DELETE_COMPLETE')).toBe(true);
    expect(listed.StackSummaries!.length).toBeGreaterThan(0);
    expect(
      await refusal(client.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'No' }))),
    ).toBe('ValidationError: Resource No does not exist for stack pages');
    await remove('pages');
  });

  it('gives its events in pages, newest first', async () => {
    const many = Array.from(
      { length: 40 },
      (_, i) => `  W${i}: {Type: AWS::CloudFormation::WaitConditionHandle}`,
    );
    await stacks.deploy('many', { ChangeSetType: 'CREATE', TemplateBody: `Resources:\n${many.join('\n')}` });
    const first = await stacks.client.send(new DescribeStackEventsCommand({ StackName: 'many' }));
    expect(first.StackEvents).toHaveLength(100);
    expect(first.StackEvents![0]!.ResourceStatus).toBe('CREATE_COMPLETE');
    const second = await stacks.client.send(
      new DescribeStackEventsCommand({ StackName: 'many', NextToken: first.NextToken }),
    );
    expect(second.StackEvents!.at(-1)!.ResourceStatus).toBe('REVIEW_IN_PROGRESS');
    expect(
      new Set([...first.StackEvents!, ...second.StackEvents!].map((e) => e.EventId)).size,
    ).toBeGreaterThan(80);
    await remove('many');
  });
});

const FAILS = `
Resources:
  First: {Type: AWS::SNS::Topic}
  Slow: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: sagemaker.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
  Bad:
    Type: AWS::SNS::Subscription
    Properties: {TopicArn: !Ref First, Protocol: pigeon, Endpoint: here}
  Never:
    Type: AWS::Logs::LogGroup
    DependsOn: Bad
`;

describe('a create that fails', () => {
  it('is rolled back to nothing, and says which resource failed and why', async () => {
    remember();
    const stack = await stacks.deploy('fails', { ChangeSetType: 'CREATE', TemplateBody: FAILS });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const events = await stacks.events('fails');
    const failed = events.filter((e) => e.ResourceStatus === 'CREATE_FAILED');
    expect(failed.map((e) => e.LogicalResourceId)).toEqual(['Bad', 'Slow']);
    expect(failed[0]!.ResourceStatusReason).toMatch(
      /^Resource handler returned message: "Invalid parameter: .* \(Service: Sns, Status Code: 400, Request ID: [0-9a-f-]{36}\)" \(RequestToken: [0-9a-f-]{36}, HandlerErrorCode: InvalidRequest\)$/,
    );
    expect(failed[1]!.ResourceStatusReason).toBe('Resource creation cancelled');
    const rollback = events.find((e) => e.ResourceStatus === 'ROLLBACK_IN_PROGRESS');
    expect(rollback!.ResourceStatusReason).toBe(
      'The following resource(s) failed to create: [Slow, Bad]. Rollback requested by user.',
    );
    expect(events.some((e) => e.LogicalResourceId === 'Never')).toBe(false);
    expect(added()).toEqual([
      `cloudformation/stack ${stack.StackId!}`,
      expect.stringContaining('change-set'),
    ]);
    expect(
      await refusal(stacks.client.send(new UpdateStackCommand({ StackName: 'fails', TemplateBody: TOPICS }))),
    ).toBe(`ValidationError: Stack:${stack.StackId!} is in ROLLBACK_COMPLETE state and can not be updated.`);
    await remove('fails');
    expect(added()).toEqual([]);
  });

  it.each([
    ['DO_NOTHING', 'CREATE_FAILED'],
    ['DELETE', 'DELETE_COMPLETE'],
    ['ROLLBACK', 'ROLLBACK_COMPLETE'],
  ] as const)('does as it was told: %s leaves %s', async (OnFailure, status) => {
    remember();
    const name = `told-${OnFailure.toLowerCase().replace('_', '-')}`;
    const { StackId } = await stacks.client.send(
      new CreateStackCommand({
        StackName: name,
        TemplateBody: FAILS,
        OnFailure,
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    expect((await stacks.rest(StackId!)).StackStatus).toBe(status);
    if (status === 'CREATE_FAILED') {
      expect(added().some((thing) => thing.startsWith('sns/topic'))).toBe(true);
      await stacks.client.send(new RollbackStackCommand({ StackName: name }));
      expect((await stacks.rest(StackId!)).StackStatus).toBe('ROLLBACK_COMPLETE');
    }
    if (status !== 'DELETE_COMPLETE') await remove(name);
    expect(added()).toEqual([]);
  });

  it('keeps what has DeletionPolicy Retain, and takes back RetainExceptOnCreate', async () => {
    remember();
    const body = (policy: string) => `
Resources:
  Kept: {Type: AWS::SNS::Topic, DeletionPolicy: ${policy}}
  Bad: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref Kept, Protocol: pigeon, Endpoint: x}}
`;
    await stacks.deploy('goes', { ChangeSetType: 'CREATE', TemplateBody: body('RetainExceptOnCreate') });
    await remove('goes');
    expect(added()).toEqual([]);
    await stacks.deploy('stays', { ChangeSetType: 'CREATE', TemplateBody: body('Retain') });
    expect(await stacks.story('stays')).toContain('Kept DELETE_SKIPPED');
    await remove('stays');
    expect(added()).toEqual([expect.stringContaining('sns/topic')]);
  });

  it('ends after TimeoutInMinutes', async () => {
    const { StackId } = await stacks.client.send(
      new CreateStackCommand({
        StackName: 'late',
        Capabilities: ['CAPABILITY_IAM'],
        TimeoutInMinutes: 1,
        TemplateBody: `
Resources:
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}}}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
`,
      }),
    );
    expect((await stacks.rest(StackId!)).StackStatus).toBe('ROLLBACK_COMPLETE');
    const rollback = (await stacks.events('late')).find((e) => e.ResourceStatus === 'ROLLBACK_IN_PROGRESS');
    expect(rollback!.ResourceStatusReason).toContain('Stack creation time exceeded the specified timeout.');
    await remove('late');
  });

  it('stops when the stack is deleted meanwhile', async () => {
    remember();
    const { StackId } = await stacks.client.send(
      new CreateStackCommand({ StackName: 'meanwhile', TemplateBody: TOPICS }),
    );
    await sandbox.advance(3);
    await stacks.client.send(new DeleteStackCommand({ StackName: 'meanwhile' }));
    expect((await stacks.rest(StackId!)).StackStatus).toBe('DELETE_COMPLETE');
    expect(added()).toEqual([]);
  });
});

describe('an update', () => {
  const change = (shown: string, name = '') => ({
    UsePreviousTemplate: true,
    Parameters: values({ Shown: shown, Name: name }),
  });

  it('changes in place, replaces, or keeps, as the change set said', async () => {
    remember();
    const first = await stacks.deploy('moves', { ChangeSetType: 'CREATE', TemplateBody: TOPICS });
    const arn = outputs(first)['Topic']!;

    const inPlace = await stacks.changeSet('moves', change('Invoices'));
    expect(inPlace.Changes).toHaveLength(1);
    expect(inPlace.Changes![0]!.ResourceChange).toMatchObject({
      Action: 'Modify',
      LogicalResourceId: 'Topic',
      PhysicalResourceId: arn,
      Replacement: 'False',
      Scope: ['Properties'],
      Details: [
        {
          Target: {
            Attribute: 'Properties',
            Name: 'DisplayName',
            RequiresRecreation: 'Never',
            BeforeValue: 'Orders',
            AfterValue: 'Invoices',
          },
          Evaluation: 'Static',
          ChangeSource: 'ParameterReference',
          CausingEntity: 'Shown',
        },
      ],
    });
    const second = await stacks.execute('moves');
    expect(second.StackStatus).toBe('UPDATE_COMPLETE');
    expect(outputs(second)['Topic']).toBe(arn);
    const shown = await sns.send(new GetTopicAttributesCommand({ TopicArn: arn }));
    expect(shown.Attributes!['DisplayName']).toBe('Invoices');

    const replaced = await stacks.changeSet('moves', change('Invoices', 'named'));
    expect(
      replaced.Changes!.map(({ ResourceChange: c }) => [
        c!.LogicalResourceId,
        c!.Replacement,
        c!.PolicyAction,
      ]),
    ).toEqual([
      ['Topic', 'True', 'ReplaceAndDelete'],
      ['Logs', 'Conditional', undefined],
    ]);
    const third = await stacks.execute('moves');
    expect(outputs(third)['Topic']).toMatch(/:named$/);
    const story = (await stacks.story('moves')).slice(-15);
    expect(story).toContain('moves UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    expect(story.indexOf('Logs DELETE_COMPLETE')).toBeLessThan(story.indexOf('Topic DELETE_COMPLETE'));
    expect(await refusal(sns.send(new GetTopicAttributesCommand({ TopicArn: arn })))).toMatch(
      /^NotFoundException/,
    );
    expect(added().filter((t) => t.startsWith('sns') || t.startsWith('logs'))).toHaveLength(2);

    const none = await stacks.changeSet('moves', change('Invoices', 'named'));
    expect(none.Status).toBe('FAILED');
    expect(none.StatusReason).toBe(
      "The submitted information didn't contain changes. Submit different information to create a change set.",
    );
    expect(
      await refusal(
        stacks.client.send(new UpdateStackCommand({ StackName: 'moves', ...change('Invoices', 'named') })),
      ),
    ).toBe('ValidationError: No updates are to be performed.');
    await remove('moves');
    expect(added()).toEqual([]);
  });

  it('removes and adds resources', async () => {
    remember();
    await stacks.deploy('parts', { ChangeSetType: 'CREATE', TemplateBody: TOPICS });
    const other = `Resources: {Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: Orders}}, More: {Type: AWS::SNS::Topic}}`;
    const seen = await stacks.changeSet('parts', { TemplateBody: other });
    expect(seen.Changes!.map(({ ResourceChange: c }) => `${c!.Action} ${c!.LogicalResourceId}`)).toEqual([
      'Add More',
      'Remove Logs',
    ]);
    expect((await stacks.execute('parts')).StackStatus).toBe('UPDATE_COMPLETE');
    expect(added().filter((t) => t.startsWith('sns'))).toHaveLength(2);
    expect(added().filter((t) => t.startsWith('logs'))).toEqual([]);
    await remove('parts');
  });

  it('of a thing with a fixed name that must be replaced fails and is rolled back', async () => {
    const body = (protocol: string) => `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: fixed
      Path: /${protocol}/
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: ${protocol}}}
`;
    await stacks.deploy('fixed', { ChangeSetType: 'CREATE', TemplateBody: body('one') });
    const stack = await stacks.deploy('fixed', { TemplateBody: body('two') });
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const failed = (await stacks.events('fixed')).find((e) => e.ResourceStatus === 'UPDATE_FAILED');
    expect(failed!.ResourceStatusReason).toBe(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename fixed and update the stack again.',
    );
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'fixed' }));
    expect(Role!.Path).toBe('/one/');
    const { Body } = await stacks.client
      .send(new GetTemplateCommand({ StackName: 'fixed' }))
      .then((t) => ({ Body: t.TemplateBody }));
    expect(Body).toBe(body('one'));
    await remove('fixed');
  });

  const ROLLING = (shown: string, protocol: string) => `
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: ${shown}}}
  Extra: {Type: AWS::SNS::Topic}
  Mail: {Type: AWS::SNS::Subscription, DependsOn: [Topic, Extra], Properties: {TopicArn: !Ref Topic, Protocol: ${protocol}, Endpoint: a@example.com}}
`;

  it('that fails in the middle gives everything back', async () => {
    remember();
    const good = ROLLING('One', 'email')
      .replace(/ {2}Extra.*\n/, '')
      .replace('[Topic, Extra]', 'Topic');
    const first = await stacks.deploy('back', { ChangeSetType: 'CREATE', TemplateBody: good });
    const things = added().filter((t) => t.startsWith('sns'));
    const stack = await stacks.deploy('back', { TemplateBody: ROLLING('Two', 'pigeon') });
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.StackId).toBe(first.StackId);
    expect(added().filter((t) => t.startsWith('sns'))).toEqual(things);
    const topic = things.find((t) => t.startsWith('sns/topic'))!.split(' ')[1]!;
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topic }));
    expect(Attributes!['DisplayName']).toBe('One');
    const story = await stacks.story('back');
    expect(story).toContain('Mail UPDATE_FAILED');
    expect(story).toContain('back UPDATE_ROLLBACK_IN_PROGRESS');
    expect(story.slice(-4)).toEqual([
      'back UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'Extra DELETE_IN_PROGRESS',
      'Extra DELETE_COMPLETE',
      'back UPDATE_ROLLBACK_COMPLETE',
    ]);
    await remove('back');
    expect(added()).toEqual([]);
  });

  it('with DisableRollback stays where it failed, and RollbackStack takes it back', async () => {
    const good = ROLLING('One', 'email');
    await stacks.deploy('held', { ChangeSetType: 'CREATE', TemplateBody: good });
    await stacks.client.send(
      new UpdateStackCommand({
        StackName: 'held',
        TemplateBody: ROLLING('Two', 'pigeon'),
        DisableRollback: true,
      }),
    );
    expect((await stacks.rest('held')).StackStatus).toBe('UPDATE_FAILED');
    await stacks.client.send(new RollbackStackCommand({ StackName: 'held' }));
    expect((await stacks.rest('held')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    await remove('held');
  });

  it('can be cancelled while it runs', async () => {
    await stacks.deploy('cancelled', { ChangeSetType: 'CREATE', TemplateBody: TOPICS });
    await stacks.client.send(new UpdateStackCommand({ StackName: 'cancelled', ...change('x', 'elsewhere') }));
    await sandbox.advance(3);
    await stacks.client.send(new CancelUpdateStackCommand({ StackName: 'cancelled' }));
    const stack = await stacks.rest('cancelled');
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(outputs(stack)['Topic']).toMatch(/cancelled-Topic/);
    expect((await stacks.story('cancelled')).some((line) => line.startsWith('Topic UPDATE_FAILED'))).toBe(
      true,
    );
    await remove('cancelled');
  });

  it('gives new stack tags to resources that take them', async () => {
    await stacks.deploy('tagged', {
      ChangeSetType: 'CREATE',
      TemplateBody: TOPICS,
      Tags: [{ Key: 'a', Value: '1' }],
    });
    const seen = await stacks.changeSet('tagged', {
      UsePreviousTemplate: true,
      Tags: [{ Key: 'b', Value: '2' }],
    });
    expect(seen.Changes!.map((c) => c.ResourceChange!.Scope)).toEqual([['Tags'], ['Tags']]);
    const stack = await stacks.execute('tagged');
    const { Tags } = await sns.send(
      new ListTagsForResourceCommand({ ResourceArn: outputs(stack)['Topic']! }),
    );
    expect(Tags!.filter((t) => !t.Key!.startsWith('aws:'))).toEqual([{ Key: 'b', Value: '2' }]);
    await remove('tagged');
  });
});

describe('a delete', () => {
  const BUCKET = `Resources: {Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: filled-4417}}, Topic: {Type: AWS::SNS::Topic}}`;

  it('of a bucket that holds files fails, and goes on when the bucket is to be kept', async () => {
    remember();
    await stacks.deploy('filled', {
      ChangeSetType: 'CREATE',
      TemplateBody: BUCKET,
      Tags: [{ Key: 'k', Value: 'v' }],
    });
    const tags = await s3.send(new GetBucketTaggingCommand({ Bucket: 'filled-4417' }));
    expect(tags.TagSet!.map((t) => t.Key)).toEqual(
      expect.arrayContaining(['k', 'aws:cloudformation:stack-id']),
    );
    await s3.send(new PutObjectCommand({ Bucket: 'filled-4417', Key: 'a.txt', Body: 'a' }));
    expect(
      await refusal(
        stacks.client.send(new DeleteStackCommand({ StackName: 'filled', RetainResources: ['Bucket'] })),
      ),
    ).toContain('specify which resources to retain only when the stack is in the DELETE_FAILED state.');
    const failed = await remove('filled');
    expect(failed.StackStatus).toBe('DELETE_FAILED');
    expect(failed.StackStatusReason).toBe('The following resource(s) failed to delete: [Bucket].');
    const event = (await stacks.events('filled')).find((e) => e.ResourceStatus === 'DELETE_FAILED');
    expect(event!.ResourceStatusReason).toContain('The bucket you tried to delete is not empty');
    expect((await remove('filled', { RetainResources: ['Bucket'] })).StackStatus).toBe('DELETE_COMPLETE');
    expect(added()).toEqual(['s3/bucket filled-4417']);
  });

  it('of a protected stack is refused until the protection is lifted', async () => {
    await stacks.deploy('guarded', { ChangeSetType: 'CREATE', TemplateBody: TOPICS });
    const protect = (EnableTerminationProtection: boolean) =>
      stacks.client.send(
        new UpdateTerminationProtectionCommand({ StackName: 'guarded', EnableTerminationProtection }),
      );
    await protect(true);
    expect(await refusal(stacks.client.send(new DeleteStackCommand({ StackName: 'guarded' })))).toBe(
      'ValidationError: Stack [guarded] cannot be deleted while TerminationProtection is enabled',
    );
    await protect(false);
    expect((await remove('guarded')).StackStatus).toBe('DELETE_COMPLETE');
  });

  it('of what is not there succeeds', async () => {
    await expect(stacks.client.send(new DeleteStackCommand({ StackName: 'nobody' }))).resolves.toBeDefined();
  });
});

describe('exports', () => {
  it('are imported by other stacks and cannot go while they are', async () => {
    const exporter = `Resources: {Topic: {Type: AWS::SNS::Topic}}\nOutputs: {Arn: {Value: !Ref Topic, Export: {Name: !Sub '\${AWS::StackName}-topic'}}}`;
    const importer = `Resources: {Mail: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !ImportValue base-topic, Protocol: email, Endpoint: a@example.com}}}`;
    const early = await stacks.changeSet('importer', { ChangeSetType: 'CREATE', TemplateBody: importer });
    expect([early.Status, early.StatusReason]).toEqual(['FAILED', 'No export named base-topic found.']);
    await remove('importer');
    await stacks.deploy('base', { ChangeSetType: 'CREATE', TemplateBody: exporter });
    await stacks.deploy('importer', { ChangeSetType: 'CREATE', TemplateBody: importer });
    const { Exports } = await stacks.client.send(new ListExportsCommand({}));
    expect(Exports!.map((e) => e.Name)).toEqual(['base-topic']);
    const { Imports } = await stacks.client.send(new ListImportsCommand({ ExportName: 'base-topic' }));
    expect(Imports).toEqual(['importer']);

    await stacks.client.send(new DeleteStackCommand({ StackName: 'base' }));
    const kept = await stacks.rest('base');
    expect([kept.StackStatus, kept.StackStatusReason]).toEqual([
      'CREATE_COMPLETE',
      'Export base-topic cannot be deleted as it is in use by importer',
    ]);
    const without = await stacks.deploy('base', { TemplateBody: exporter.split('\n')[0]! });
    expect(without.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const twice = await stacks.deploy('again', {
      ChangeSetType: 'CREATE',
      TemplateBody: exporter.replace('${AWS::StackName}', 'base'),
    });
    expect(twice.StackStatus).toBe('ROLLBACK_COMPLETE');
    await remove('again');
    await remove('importer');
    expect((await remove('base')).StackStatus).toBe('DELETE_COMPLETE');
  });
});

describe('client request tokens', () => {
  it('make a repeated call harmless and a different one refused', async () => {
    remember();
    const create = (TemplateBody: string) =>
      stacks.client.send(
        new CreateStackCommand({ StackName: 'once', TemplateBody, ClientRequestToken: 'plan-1' }),
      );
    const one = await create(TOPICS);
    expect((await create(TOPICS)).StackId).toBe(one.StackId);
    expect(await refusal(create(FAILS))).toBe('TokenAlreadyExistsException: Token [plan-1] already exists');
    expect(
      await refusal(stacks.client.send(new CreateStackCommand({ StackName: 'once', TemplateBody: TOPICS }))),
    ).toBe('AlreadyExistsException: Stack [once] already exists');
    await stacks.rest('once');
    const update = (Shown: string) =>
      stacks.client.send(
        new UpdateStackCommand({
          StackName: 'once',
          UsePreviousTemplate: true,
          Parameters: values({ Shown }),
          ClientRequestToken: 'plan-2',
        }),
      );
    await update('x');
    await expect(update('x')).resolves.toBeDefined();
    expect(await refusal(update('y'))).toContain('TokenAlreadyExistsException');
    expect((await stacks.rest('once')).StackStatus).toBe('UPDATE_COMPLETE');
    expect((await stacks.events('once')).at(-1)!.ClientRequestToken).toBe('plan-2');
    expect(added().filter((t) => t.startsWith('sns/topic'))).toHaveLength(1);
    await remove('once');
  });

  it('make a repeated ExecuteChangeSet harmless', async () => {
    await stacks.changeSet('twice', { ChangeSetType: 'CREATE', TemplateBody: TOPICS });
    const execute = (ClientRequestToken?: string) =>
      stacks.client.send(
        new ExecuteChangeSetCommand({ StackName: 'twice', ChangeSetName: 'changes', ClientRequestToken }),
      );
    await execute('token-1');
    await expect(execute('token-1')).resolves.toBeDefined();
    expect(await refusal(execute())).toMatch(
      /^InvalidChangeSetStatusException: ChangeSet \[arn:.*\] cannot be executed in its current execution status of \[EXECUTE_IN_PROGRESS\]$/,
    );
    await stacks.rest('twice');
    await remove('twice');
  });
});

describe('change sets', () => {
  const make = (ChangeSetName: string, more: object = {}) =>
    stacks.client.send(
      new CreateChangeSetCommand({
        StackName: 'sets',
        ChangeSetName,
        UsePreviousTemplate: true,
        Parameters: values({ Shown: ChangeSetName }),
        ...more,
      }),
    );

  it('stand beside each other, are listed, deleted, and overtaken by the one that is carried out', async () => {
    expect(await refusal(make('x'))).toBe('ValidationError: Stack [sets] does not exist');
    await stacks.deploy('sets', { ChangeSetType: 'CREATE', TemplateBody: TOPICS });
    expect(await refusal(make('x', { ChangeSetType: 'CREATE' }))).toBe(
      'ValidationError: Stack [sets] already exists and cannot be created again with the changeSet [x].',
    );
    const first = await make('one', { ClientToken: 'mine' });
    expect((await make('one', { ClientToken: 'mine' })).Id).toBe(first.Id);
    expect(await refusal(make('one'))).toMatch(/^AlreadyExistsException/);
    const execute = () =>
      stacks.client.send(new ExecuteChangeSetCommand({ StackName: 'sets', ChangeSetName: 'one' }));
    expect(await refusal(execute())).toContain(
      'cannot be executed in its current status of [CREATE_PENDING]',
    );
    await make('two');
    await sandbox.advance(10);
    const listed = await stacks.client.send(new ListChangeSetsCommand({ StackName: 'sets' }));
    expect(listed.Summaries!.map((s) => s.ChangeSetName)).toEqual(['changes', 'one', 'two']);
    await execute();
    await stacks.rest('sets');
    const after = await stacks.client.send(new ListChangeSetsCommand({ StackName: 'sets' }));
    expect(after.Summaries!.map((s) => `${s.ChangeSetName} ${s.ExecutionStatus}`)).toEqual([
      'one EXECUTE_COMPLETE',
    ]);
    await make('three');
    await sandbox.advance(10);
    await stacks.client.send(
      new UpdateStackCommand({
        StackName: 'sets',
        UsePreviousTemplate: true,
        Parameters: values({ Shown: 'z' }),
      }),
    );
    await stacks.rest('sets');
    const old = await stacks.client.send(
      new DescribeChangeSetCommand({ StackName: 'sets', ChangeSetName: 'three' }),
    );
    expect(old.ExecutionStatus).toBe('OBSOLETE');
    expect(old.Changes![0]!.ResourceChange!.Details![0]!.Target!.AfterValue).toBeUndefined();
    await stacks.client.send(new DeleteChangeSetCommand({ StackName: 'sets', ChangeSetName: 'three' }));
    expect(
      await refusal(
        stacks.client.send(new DescribeChangeSetCommand({ StackName: 'sets', ChangeSetName: 'three' })),
      ),
    ).toBe('ChangeSetNotFoundException: ChangeSet [three] does not exist');
    await remove('sets');
  });
});

describe('rights', () => {
  const ROLE = (name: string) => `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      ${name}
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}
`;
  it.each([
    ['', 'CAPABILITY_IAM', []],
    ['RoleName: mine', 'CAPABILITY_NAMED_IAM', []],
    ['RoleName: mine', 'CAPABILITY_NAMED_IAM', ['CAPABILITY_IAM']],
  ] as const)('asks for the word that identities may change (%s %s)', async (name, needed, Capabilities) => {
    const call = stacks.client.send(
      new CreateStackCommand({
        StackName: 'roles',
        TemplateBody: ROLE(name),
        Capabilities: [...Capabilities],
      }),
    );
    expect(await refusal(call)).toBe(
      `InsufficientCapabilitiesException: Requires capabilities : [${needed}]`,
    );
  });

  it('of the stack are those of its role, which must trust CloudFormation', async () => {
    const stranger = await makeRole(sandbox, 'stranger', 'ec2.amazonaws.com', []);
    const RoleARN = await makeRole(sandbox, 'builder', 'cloudformation.amazonaws.com', [
      { Effect: 'Allow', Action: ['sns:*'], Resource: '*' },
    ]);
    const create = (StackName: string, roleArn: string) =>
      stacks.client.send(new CreateStackCommand({ StackName, TemplateBody: TOPICS, RoleARN: roleArn }));
    expect(await refusal(create('by-role', stranger))).toBe(
      `ValidationError: Role ${stranger} is invalid or cannot be assumed`,
    );
    await create('by-role', RoleARN);
    expect((await stacks.rest('by-role')).StackStatus).toBe('ROLLBACK_COMPLETE');
    const failed = (await stacks.events('by-role')).find((e) => e.ResourceStatus === 'CREATE_FAILED')!;
    expect(failed.LogicalResourceId).toBe('Logs');
    expect(failed.ResourceStatusReason).toContain('assumed-role/builder/AWSCloudFormation is not authorized');
    expect(failed.ResourceStatusReason).toContain('HandlerErrorCode: AccessDenied');
    await remove('by-role');
  });

  it('that are missing for taking an update back leave a stack that can be continued', async () => {
    const allow = { Effect: 'Allow' as const, Action: ['sns:*', 'logs:*'], Resource: '*' };
    const RoleARN = await makeRole(sandbox, 'narrow', 'cloudformation.amazonaws.com', [allow]);
    const stack = (protocol: string, shown: string) => `
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: ${shown}}}
  Mail: {Type: AWS::SNS::Subscription, DependsOn: Topic, Properties: {TopicArn: !Ref Topic, Protocol: ${protocol}, Endpoint: a@example.com}}
`;
    await stacks.deploy('stuck', { ChangeSetType: 'CREATE', TemplateBody: stack('email', 'One'), RoleARN });
    let denied = false;
    const stop = sandbox.hook({
      before: (call) => {
        if (call.operation === 'Subscribe') denied = true;
        if (denied && call.operation === 'SetTopicAttributes')
          throw new AwsError('AccessDenied', 'Not now.', 403);
      },
    });
    const update = await stacks.deploy('stuck', { TemplateBody: stack('pigeon', 'Two') });
    expect(update.StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    expect(update.StackStatusReason).toBe('The following resource(s) failed to update: [Topic].');
    expect(
      await refusal(
        stacks.client.send(
          new UpdateStackCommand({ StackName: 'stuck', TemplateBody: stack('email', 'Three') }),
        ),
      ),
    ).toContain('is in UPDATE_ROLLBACK_FAILED state and can not be updated.');
    stop();
    await stacks.client.send(new ContinueUpdateRollbackCommand({ StackName: 'stuck' }));
    expect((await stacks.rest('stuck')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    await remove('stuck');
  });
});

describe('drift', () => {
  it('shows what was changed behind the stack, and not what was not', async () => {
    const body = `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      Tags: [{Key: own, Value: '1'}]
      Description: as made
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: x}}
`;
    await stacks.deploy('drifts', {
      ChangeSetType: 'CREATE',
      TemplateBody: body,
      Tags: [{ Key: 's', Value: 't' }],
    });
    const detect = async () => {
      const { StackDriftDetectionId } = await stacks.client.send(
        new DetectStackDriftCommand({ StackName: 'drifts' }),
      );
      await sandbox.advance(20);
      const status = await stacks.client.send(
        new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }),
      );
      const drifts = await stacks.client.send(
        new DescribeStackResourceDriftsCommand({ StackName: 'drifts' }),
      );
      return { status: status.StackDriftStatus, drifts: drifts.StackResourceDrifts! };
    };
    expect((await detect()).status).toBe('IN_SYNC');
    const role = await stacks.client.send(
      new DescribeStackResourceCommand({ StackName: 'drifts', LogicalResourceId: 'Role' }),
    );
    const RoleName = role.StackResourceDetail!.PhysicalResourceId!;
    const tags = await iam.send(new ListRoleTagsCommand({ RoleName }));
    expect(tags.Tags!.map((t) => t.Key).sort()).toEqual(['own', 's']);
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'own', Value: '2' }] }));
    const found = await detect();
    expect(found.status).toBe('DRIFTED');
    const [drift] = found.drifts.filter((d) => d.StackResourceDriftStatus === 'MODIFIED');
    expect(drift!.PropertyDifferences).toEqual([
      { PropertyPath: '/Tags/0/Value', ExpectedValue: '1', ActualValue: '2', DifferenceType: 'NOT_EQUAL' },
    ]);
    expect((await stacks.stack('drifts')).DriftInformation!.StackDriftStatus).toBe('DRIFTED');
    await stacks.deploy('drifts', {
      ChangeSetType: 'UPDATE',
      UsePreviousTemplate: true,
      DeploymentMode: 'REVERT_DRIFT',
    });
    expect((await detect()).status).toBe('IN_SYNC');
    const after = await iam.send(new ListRoleTagsCommand({ RoleName }));
    expect(after.Tags!.find((t) => t.Key === 'own')!.Value).toBe('1');
    await remove('drifts');
  });
});

describe('a thing that is there already', () => {
  it('makes the create fail and stays untouched', async () => {
    await sns.send(new CreateTopicCommand({ Name: 'taken' }));
    const stack = await stacks.deploy('takes', {
      ChangeSetType: 'CREATE',
      TemplateBody: TOPICS,
      Parameters: values({ Name: 'taken' }),
    });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const failed = (await stacks.events('takes')).find((e) => e.ResourceStatus === 'CREATE_FAILED');
    expect(failed!.ResourceStatusReason).toContain('HandlerErrorCode: AlreadyExists');
    await remove('takes');
    const listed = await stacks.client.send(new DescribeStacksCommand({}));
    expect(listed.Stacks!.some((s) => s.StackName === 'takes')).toBe(false);
    const TopicArn = `arn:aws:sns:us-east-1:${sandbox.account.id}:taken`;
    await expect(sns.send(new GetTopicAttributesCommand({ TopicArn }))).resolves.toBeDefined();
  });
});
