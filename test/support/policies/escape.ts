/** Ways in which somebody tries to get more rights than were given: each as calls that another person can make too. */
import { BatchClient, RegisterJobDefinitionCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DetachUserPolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  SetDefaultPolicyVersionCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateNotebookInstanceCommand,
  CreateNotebookInstanceLifecycleConfigCommand,
  CreatePresignedNotebookInstanceUrlCommand,
  SageMakerClient,
  StartNotebookInstanceCommand,
  UpdateNotebookInstanceCommand,
  UpdateNotebookInstanceLifecycleConfigCommand,
} from '@aws-sdk/client-sagemaker';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Spine } from '../spine.ts';
import type { clientOf } from './person.ts';

export type Client = ReturnType<typeof clientOf>;

const account = 'arn:aws:iam::000000000000';
export const roles = {
  stack: 'millwright-us-east-1-cloudformation',
  guard: 'millwright-us-east-1-guard',
  /** Of the account's owner: may everything, and trusts every service. */
  powerful: 'powerful',
  /** Trusts whoever has the right to become it. */
  open: 'open',
};
export const arnOf = {
  stack: `${account}:role/millwright/${roles.stack}`,
  guard: `${account}:role/millwright/${roles.guard}`,
  powerful: `${account}:role/${roles.powerful}`,
  open: `${account}:role/${roles.open}`,
  boundary: `${account}:policy/millwright/millwright-us-east-1-boundary`,
  guardPolicy: `${account}:policy/millwright/millwright-us-east-1-guard`,
  operator: `${account}:policy/operator`,
  everything: 'arn:aws:iam::aws:policy/AdministratorAccess',
};
/** Of others: two notebooks that are stopped, one that runs, and a script. */
export const foreign = {
  notebook: 'foreign',
  idle: 'foreign-idle',
  running: 'foreign-running',
  config: 'foreign-config',
  /** A queue of others, the queue of trainings, and a definition that runs with the stronger role. */
  queue: 'foreign-queue',
  trainings: 'millwright-training',
  definition: 'foreign-definition',
};

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
export const everything = document({ Effect: 'Allow', Action: '*', Resource: '*' });
export const trusting = (Principal: object) =>
  document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
const anybody = { AWS: `${account}:root` };

/** A call that a person makes; `it` makes names that nobody used yet. */
export type Attempt = (as: Client, it: string) => Promise<unknown>;

const iam =
  (send: (client: IAMClient, it: string) => Promise<unknown>): Attempt =>
  (as, it) =>
    send(new IAMClient(as), it);

const template = (Resources: object) => JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources });
const topic = template({ T: { Type: 'AWS::SNS::Topic' } });
const Capabilities = ['CAPABILITY_NAMED_IAM' as const];

const changeSet =
  (StackName: (it: string) => string, more: object = {}): Attempt =>
  (as, it) =>
    new CloudFormationClient(as).send(
      new CreateChangeSetCommand({
        StackName: StackName(it),
        ChangeSetName: it,
        ChangeSetType: 'CREATE',
        TemplateBody: topic,
        Capabilities,
        ...more,
      }),
    );
const notebookStack = (it: string) => `millwright-notebook-${it}`;

/** What a person can ask AWS directly, and only the account's owner may. The last ones spoil what others need. */
export const attempts: Record<string, Attempt> = {
  'make a role outside of the path': iam((to, RoleName) =>
    to.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusting(anybody) })),
  ),
  'make a role in the path, without the boundary': iam((to, RoleName) =>
    to.send(
      new CreateRoleCommand({
        RoleName,
        Path: '/millwright/made/',
        AssumeRolePolicyDocument: trusting(anybody),
      }),
    ),
  ),
  'make a role in the path, with the boundary': iam((to, RoleName) =>
    to.send(
      new CreateRoleCommand({
        RoleName,
        Path: '/millwright/made/',
        AssumeRolePolicyDocument: trusting(anybody),
        PermissionsBoundary: arnOf.boundary,
      }),
    ),
  ),
  'widen the boundary': iam((to) =>
    to.send(
      new CreatePolicyVersionCommand({
        PolicyArn: arnOf.boundary,
        PolicyDocument: everything,
        SetAsDefault: true,
      }),
    ),
  ),
  'widen what the guard may': iam((to) =>
    to.send(
      new CreatePolicyVersionCommand({
        PolicyArn: arnOf.guardPolicy,
        PolicyDocument: everything,
        SetAsDefault: true,
      }),
    ),
  ),
  'give its own policy a new version': iam((to) =>
    to.send(
      new CreatePolicyVersionCommand({
        PolicyArn: arnOf.operator,
        PolicyDocument: everything,
        SetAsDefault: false,
      }),
    ),
  ),
  'choose another version of its own policy': iam((to) =>
    to.send(new SetDefaultPolicyVersionCommand({ PolicyArn: arnOf.operator, VersionId: 'v1' })),
  ),
  'give itself AdministratorAccess': iam((to) =>
    to.send(new AttachUserPolicyCommand({ UserName: 'somebody', PolicyArn: arnOf.everything })),
  ),
  'write itself a policy': iam((to) =>
    to.send(
      new PutUserPolicyCommand({ UserName: 'somebody', PolicyName: 'all', PolicyDocument: everything }),
    ),
  ),
  'take off a policy that limits it': iam((to) =>
    to.send(new DetachUserPolicyCommand({ UserName: 'somebody', PolicyArn: arnOf.everything })),
  ),
  'make itself a key of another user': iam((to) =>
    to.send(new CreateAccessKeyCommand({ UserName: 'somebody' })),
  ),
  'give the stacks’ role AdministratorAccess': iam((to) =>
    to.send(new AttachRolePolicyCommand({ RoleName: roles.stack, PolicyArn: arnOf.everything })),
  ),
  'write the stacks’ role a policy': iam((to) =>
    to.send(
      new PutRolePolicyCommand({ RoleName: roles.stack, PolicyName: 'all', PolicyDocument: everything }),
    ),
  ),
  'take the boundary off the guard': iam((to) =>
    to.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: roles.guard })),
  ),
  'give the guard another boundary': iam((to) =>
    to.send(
      new PutRolePermissionsBoundaryCommand({ RoleName: roles.guard, PermissionsBoundary: arnOf.everything }),
    ),
  ),
  'mark a role as Millwright’s': iam((to) =>
    to.send(
      new TagRoleCommand({ RoleName: roles.powerful, Tags: [{ Key: 'millwright:plan', Value: 'aa' }] }),
    ),
  ),
  'become a role': (as) =>
    new STSClient(as).send(new AssumeRoleCommand({ RoleArn: arnOf.open, RoleSessionName: 'me' })),

  'hand a stronger role to SageMaker': (as, it) =>
    new SageMakerClient(as).send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: it,
        InstanceType: 'ml.t3.medium',
        RoleArn: arnOf.powerful,
      }),
    ),
  'hand a stronger role to Scheduler': (as, Name) =>
    new SchedulerClient(as).send(new CreateScheduleCommand(schedule(Name, arnOf.powerful))),
  'hand the guard to a schedule of its own': (as, Name) =>
    new SchedulerClient(as).send(new CreateScheduleCommand(schedule(`millwright-${Name}`, arnOf.guard))),
  'hand a stronger role to CloudFormation': changeSet(notebookStack, { RoleARN: arnOf.powerful }),
  'make a stack with its own rights': changeSet(notebookStack),
  'make a stack of another name': changeSet((it) => `production-${it}`, { RoleARN: arnOf.stack }),
  'make a stack at once': (as, it) =>
    new CloudFormationClient(as).send(
      new CreateStackCommand({ StackName: notebookStack(it), TemplateBody: topic, RoleARN: arnOf.stack }),
    ),
  'change a stack at once': (as) =>
    new CloudFormationClient(as).send(
      new UpdateStackCommand({
        StackName: 'production',
        TemplateBody: topic,
        Tags: [{ Key: 'a', Value: 'b' }],
      }),
    ),
  'change the foundation': changeSet(() => 'millwright-foundation', {
    ChangeSetType: 'UPDATE',
    TemplateBody: topic,
  }),
  'change the foundation with its own role': changeSet(() => 'millwright-foundation', {
    ChangeSetType: 'UPDATE',
    TemplateBody: topic,
    RoleARN: arnOf.stack,
  }),

  'put a script on somebody’s notebook': (as) =>
    new SageMakerClient(as).send(
      new UpdateNotebookInstanceCommand({
        NotebookInstanceName: foreign.notebook,
        LifecycleConfigName: foreign.config,
      }),
    ),
  'change a script that runs with a stronger role': (as) =>
    new SageMakerClient(as).send(
      new UpdateNotebookInstanceLifecycleConfigCommand({
        NotebookInstanceLifecycleConfigName: foreign.config,
        OnStart: [{ Content: Buffer.from('id').toString('base64') }],
      }),
    ),
  'send a job of somebody’s definition': (as, jobName) =>
    new BatchClient(as).send(
      new SubmitJobCommand({ jobName, jobQueue: foreign.queue, jobDefinition: foreign.definition }),
    ),
  'send somebody’s definition to the queue of trainings': (as, jobName) =>
    new BatchClient(as).send(
      new SubmitJobCommand({ jobName, jobQueue: foreign.trainings, jobDefinition: foreign.definition }),
    ),
  'hand a stronger role to a job': (as, it) =>
    new BatchClient(as).send(new RegisterJobDefinitionCommand(definition(`millwright-training-${it}`))),
  'make a script': (as, it) =>
    new SageMakerClient(as).send(
      new CreateNotebookInstanceLifecycleConfigCommand({
        NotebookInstanceLifecycleConfigName: it,
        OnStart: [{ Content: Buffer.from('id').toString('base64') }],
      }),
    ),
  'start somebody’s notebook': (as) =>
    new SageMakerClient(as).send(new StartNotebookInstanceCommand({ NotebookInstanceName: foreign.idle })),
  'open somebody’s notebook': (as) =>
    new SageMakerClient(as).send(
      new CreatePresignedNotebookInstanceUrlCommand({ NotebookInstanceName: foreign.running }),
    ),
  'let the stacks’ role trust everybody': iam((to) =>
    to.send(new UpdateAssumeRolePolicyCommand({ RoleName: roles.stack, PolicyDocument: trusting(anybody) })),
  ),
  'delete the foundation': (as) =>
    new CloudFormationClient(as).send(new DeleteStackCommand({ StackName: 'millwright-foundation' })),
};

/** A program that runs with the stronger role. */
export const definition = (jobDefinitionName: string) => ({
  jobDefinitionName,
  type: 'container' as const,
  containerProperties: {
    image: 'public.ecr.aws/docker/library/python:3.12',
    command: ['id'],
    jobRoleArn: arnOf.powerful,
    resourceRequirements: [
      { type: 'VCPU' as const, value: '1' },
      { type: 'MEMORY' as const, value: '512' },
    ],
  },
});

function schedule(Name: string, RoleArn: string) {
  const Input = JSON.stringify({ NotebookInstanceName: 'nobody' });
  return {
    Name,
    ScheduleExpression: 'rate(5 minutes)',
    FlexibleTimeWindow: { Mode: 'OFF' as const },
    Target: { Arn: 'arn:aws:scheduler:::aws-sdk:sagemaker:stopNotebookInstance', RoleArn, Input },
  };
}

const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: JSON.parse(trusting(anybody)) as object,
    Policies: [{ PolicyName: 'all', PolicyDocument: JSON.parse(everything) as object }],
    ...properties,
  },
});
const bounded = { Path: '/millwright/made/', PermissionsBoundary: arnOf.boundary };

/** What a stack of the right name, with the right role, tries to hold. */
export const stacks: Record<string, object> = {
  'a role without the boundary': { R: role({ Path: '/millwright/made/' }) },
  'a role outside of the path': { R: role({ PermissionsBoundary: arnOf.boundary }) },
  'a role under another boundary': {
    R: role({ Path: '/millwright/made/', PermissionsBoundary: arnOf.everything }),
  },
  'a role with AdministratorAccess attached': {
    R: role({ ...bounded, Policies: [], ManagedPolicyArns: [arnOf.everything] }),
  },
  'a policy for the stacks’ role': {
    P: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'all',
        PolicyDocument: JSON.parse(everything) as object,
        Roles: [roles.stack],
      },
    },
  },
  'a managed policy': {
    P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: JSON.parse(everything) as object } },
  },
  'a notebook with a stronger role': {
    N: {
      Type: 'AWS::SageMaker::NotebookInstance',
      Properties: { InstanceType: 'ml.t3.medium', RoleArn: arnOf.powerful },
    },
  },
  'a schedule with a stronger role': {
    S: { Type: 'AWS::Scheduler::Schedule', Properties: schedule('millwright-s', arnOf.powerful) },
  },
  'a job definition with a stronger role': {
    J: {
      Type: 'AWS::Batch::JobDefinition',
      Properties: {
        JobDefinitionName: 'millwright-training-strong',
        Type: 'container',
        ContainerProperties: {
          Image: 'public.ecr.aws/docker/library/python:3.12',
          JobRoleArn: arnOf.powerful,
          ResourceRequirements: [
            { Type: 'VCPU', Value: '1' },
            { Type: 'MEMORY', Value: '512' },
          ],
        },
      },
    },
  },
  'a job definition of another name': {
    J: {
      Type: 'AWS::Batch::JobDefinition',
      Properties: {
        JobDefinitionName: 'production',
        Type: 'container',
        ContainerProperties: {
          Image: 'public.ecr.aws/docker/library/python:3.12',
          ResourceRequirements: [
            { Type: 'VCPU', Value: '1' },
            { Type: 'MEMORY', Value: '512' },
          ],
        },
      },
    },
  },
  'a schedule of another name': {
    S: { Type: 'AWS::Scheduler::Schedule', Properties: schedule('others', arnOf.guard) },
  },
};

/** The most that a stack can make: a role of the path under the boundary that says it may everything. */
export const strongestStack = { R: role({ ...bounded, RoleName: 'strongest' }) };

/** A schedule with the guard's role that wants another thing than a stop. */
export const misledGuard = (operation: string, input: object) => ({
  S: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ...schedule('millwright-misled', arnOf.guard),
      Target: {
        Arn: `arn:aws:scheduler:::aws-sdk:${operation}`,
        RoleArn: arnOf.guard,
        Input: JSON.stringify(input),
      },
    },
  },
});

/** Makes a stack by a change set; answers the state in which it rests, and why it failed. */
export async function makeStack(
  spine: Spine,
  as: Client,
  StackName: string,
  resources: object | string,
  more: object = {},
): Promise<{ status: string | undefined; why: string }> {
  const cloud = new CloudFormationClient(as);
  const TemplateBody = typeof resources === 'string' ? resources : template(resources);
  await cloud.send(
    new CreateChangeSetCommand({
      StackName,
      ChangeSetName: 'made',
      ChangeSetType: 'CREATE',
      TemplateBody,
      Capabilities,
      ...more,
    }),
  );
  await spine.sandbox.advance(30);
  await cloud.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: 'made' }));
  await spine.sandbox.advance(900);
  const { Stacks } = await cloud.send(new DescribeStacksCommand({ StackName }));
  const { StackEvents = [] } = await cloud.send(new DescribeStackEventsCommand({ StackName }));
  return {
    status: Stacks?.[0]?.StackStatus,
    why: StackEvents.map(({ ResourceStatusReason }) => ResourceStatusReason ?? '').join(' '),
  };
}
