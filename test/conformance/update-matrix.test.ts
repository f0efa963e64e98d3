/**
 * What a changed parameter does: the change set says it, CloudFormation's resource schemas decide it, the sandbox does
 * it, and nothing has drifted afterwards.
 */
import {
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DetectStackDriftCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  SageMakerClient,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { expect, test } from 'vitest';
import { replacementBlockers } from '../../main/plans/replacements.ts';
import { stackNames } from '../../main/plans/names.ts';
import { loadTemplate, templateNames, type TemplateName } from '../../main/plans/templates.ts';
import { gpuTraining } from '../../main/wizards/gpu-training/index.ts';
import { findWizard } from '../../main/wizards/index.ts';
import { message } from '../../preload/contract/message.ts';
import schemas from '../fixtures/resource-schemas.json' with { type: 'json' };
import { makeRole } from '../sandbox/support/notebooks.ts';
import { START, testSandbox, type TestSandbox } from '../sandbox/support/sandbox.ts';
import { stacksOf, values, type Stacks } from '../sandbox/support/stacks.ts';
import { shows } from '../status/shows.ts';
import { planOf } from '../wizard/support.ts';
import { describeWith, run } from './support/oracles.ts';
import { rows, type Given, type Row } from './support/update-matrix.ts';

type Effect = 'made' | 'removed' | 'kept' | 'restarts' | 'replaced';
const schemaOf = (type: string) => (schemas.types as Record<string, { createOnly: string[] }>)[type]!;

/** By the tables that AWS publishes: the registry's create-only properties, and what UpdateNotebookInstance changes. */
function effectOf(type: string, properties: string[] | 'made' | 'removed'): Effect {
  if (typeof properties === 'string') return properties;
  if (properties.some((name) => schemaOf(type).createOnly.includes(name))) return 'replaced';
  const needsStop = type === 'AWS::SageMaker::NotebookInstance';
  return needsStop && properties.some((name) => schemas.updateNotebookInstance.includes(name))
    ? 'restarts'
    : 'kept';
}

interface Account {
  sandbox: TestSandbox;
  stacks: Stacks;
  given: Given;
  end(): Promise<void>;
}

/** A fresh account with the foundation, and things that rows name. */
async function openAccount(): Promise<Account> {
  const sandbox = await testSandbox();
  const stacks = stacksOf(sandbox);
  const ec2 = new EC2Client(sandbox.client);
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const iam = new IAMClient(sandbox.client);
  const allow = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: allow });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'own-boundary', PolicyDocument }));
  const given = {
    ownRole: await makeRole(sandbox, 'own-role', 'sagemaker.amazonaws.com', []),
    ownGuard: await makeRole(sandbox, 'own-guard', 'scheduler.amazonaws.com', []),
    ownBoundary: Policy!.Arn!,
    subnet: Subnets![0]!.SubnetId!,
    allSubnets: Subnets!.map(({ SubnetId }) => SubnetId).join(','),
    securityGroup: SecurityGroups![0]!.GroupId!,
  };
  return { sandbox, stacks, given, end: () => sandbox.end() };
}

/** Stack name and parameters of the template in its wizard's example. */
function exampleOf(template: TemplateName, { sandbox, given }: Account) {
  const { id: accountId, partition } = sandbox.account;
  const target = { accountId, region: sandbox.listening.region, partition };
  const built = template === 'image-build';
  const wizard = built || template.startsWith('training') ? gpuTraining : findWizard(template)!;
  const answers = { ...wizard.example, ...(built && { image: { choice: 'build' } }) };
  const { changes } = planOf(wizard, answers, {}, START, target);
  const change = changes.find((one) => one.kind === 'stack' && one.template?.name === template);
  if (change?.kind !== 'stack') throw new Error(`The example of ${template} makes no such stack.`);
  // Networks come from facts, which an example has not.
  const network = { SubnetIds: given.allSubnets, SecurityGroupIds: given.securityGroup };
  const parameters = template === 'training-environment' ? network : {};
  return { name: change.stackName, parameters: { ...change.parameters, ...parameters } };
}

async function make(
  account: Account,
  template: TemplateName,
  from: Record<string, string> = {},
  asPerson = false,
): Promise<{ name: string; parameters: Record<string, string>; role: { RoleARN?: string } }> {
  const { stacks } = account;
  const input = (name: TemplateName, parameters: Record<string, string>) => ({
    ChangeSetType: 'CREATE' as const,
    TemplateBody: loadTemplate(name).body,
    Parameters: values(parameters),
  });
  const foundation = exampleOf('foundation', account);
  const own = template === 'foundation' ? from : {};
  const made = await stacks.deploy(
    foundation.name,
    input('foundation', { ...foundation.parameters, ...own }),
  );
  expect(made.StackStatus).toBe('CREATE_COMPLETE');
  if (template === 'foundation')
    return { ...foundation, parameters: { ...foundation.parameters, ...own }, role: {} };
  const stackRole = made.Outputs!.find((output) => output.OutputKey === 'StackRoleArn')!.OutputValue!;
  const role = asPerson ? {} : { RoleARN: stackRole };
  const { name, parameters: usual } = exampleOf(template, account);
  const parameters = { ...usual, ...from };
  const stack = await stacks.deploy(name, { ...input(template, parameters), ...role });
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  return { name, parameters, role };
}

/** What is not as the stack made it. */
async function drift({ stacks, sandbox }: Account, StackName: string): Promise<string> {
  const { StackDriftDetectionId } = await stacks.client.send(new DetectStackDriftCommand({ StackName }));
  await sandbox.advance(30);
  const found = await stacks.client.send(
    new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }),
  );
  expect(found.DetectionStatus).toBe('DETECTION_COMPLETE');
  const { StackResourceDrifts } = await stacks.client.send(
    new DescribeStackResourceDriftsCommand({ StackName }),
  );
  const drifts = StackResourceDrifts!.filter(
    ({ StackResourceDriftStatus }) => StackResourceDriftStatus !== 'IN_SYNC',
  );
  expect(drifts.length).toBe(found.DriftedStackResourceCount);
  return drifts
    .map(({ LogicalResourceId, StackResourceDriftStatus, PropertyDifferences }) =>
      JSON.stringify([LogicalResourceId, StackResourceDriftStatus, PropertyDifferences]),
    )
    .join('\n');
}

async function physicalIds({ stacks }: Account, StackName: string): Promise<Map<string, string>> {
  const { StackResources } = await stacks.client.send(new DescribeStackResourcesCommand({ StackName }));
  // A changed job definition is the next revision of the same one; the registry names it by its name.
  const named = (type: string | undefined, id = '') =>
    type === 'AWS::Batch::JobDefinition' ? id.replace(/:\d+$/, '') : id;
  return new Map(
    StackResources!.map((one) => [one.LogicalResourceId!, named(one.ResourceType, one.PhysicalResourceId)]),
  );
}

/** Things of the templates that hold files or bear a name that the template gives. */
const LOST_OR_NAMED = [
  'Bucket',
  'Notebook',
  'Boundary',
  'GuardRole',
  'GuardBoundary',
  'StackRole',
  'Alerts',
  'Training',
  'Queue',
  'Log',
];

/** Whether a plan that does this is refused before it begins. */
function blocked(stackName: string, template: TemplateName, effects: Map<string, Effect>): boolean {
  const resources = [...effects].map(([logicalId, effect]) => ({
    logicalId,
    type: loadTemplate(template).document.Resources[logicalId]!.Type,
    effect: effect === 'replaced' ? ('replace' as const) : ('update' as const),
    fields: [],
  }));
  const change = {
    id: 'change',
    kind: 'stack' as const,
    action: 'update' as const,
    says: message('plan.title'),
    stackName,
    template: { name: template, sha256: loadTemplate(template).sha256 },
    parameters: {},
    capabilities: [],
    tags: {},
    resources,
    stays: [],
  };
  return replacementBlockers([change]).length > 0;
}

async function tryRow(account: Account, row: Row): Promise<void> {
  const { stacks, sandbox } = account;
  const { template, parameter, to, changes, asPerson, refused } = row;
  const { name, parameters, role } = await make(account, template, row.from, asPerson);
  expect(parameters[parameter]).not.toBe(to);
  const before = await physicalIds(account, name);
  const { Resources } = loadTemplate(template).document;

  const set = await stacks.changeSet(name, {
    UsePreviousTemplate: true,
    Parameters: values({ ...parameters, [parameter]: to }),
    ...role,
  });
  if (Object.keys(changes).length === 0) {
    expect(set.StatusReason).toContain("didn't contain changes");
    return;
  }
  expect(set.StatusReason).toBeUndefined();
  const said = set.Changes!.map(({ ResourceChange: change }) => {
    const fields = change!.Details!.map(({ Target }) => Target!.Name ?? Target!.Attribute!);
    const effect = { Add: 'made', Remove: 'removed' }[change!.Action as string];
    return [change!.LogicalResourceId!, effect ?? [...new Set(fields)].sort()];
  });
  expect(Object.fromEntries(said)).toEqual(changes);
  const effects = new Map(
    Object.entries(changes).map(([id, properties]) => [id, effectOf(Resources[id]!.Type, properties)]),
  );
  for (const { ResourceChange: change } of set.Changes!)
    if (change!.Action === 'Modify')
      expect(change!.Replacement !== 'False', change!.LogicalResourceId).toBe(
        effects.get(change!.LogicalResourceId!) === 'replaced',
      );

  expect(blocked(name, template, effects)).toBe(
    [...effects].some(([id, effect]) => effect === 'replaced' && LOST_OR_NAMED.includes(id)),
  );

  const calls: string[] = [];
  const stop = sandbox.observe(({ operation }) => calls.push(operation));
  const stack = await stacks.execute(name);
  stop();
  expect(stack.StackStatus).toBe(refused ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_COMPLETE');
  const after = await physicalIds(account, name);
  if (refused) {
    const reasons = (await stacks.events(name)).map((event) => event.ResourceStatusReason ?? '');
    expect(reasons.join('\n')).toContain('custom-named resource requires replacing');
    expect(after).toEqual(before);
  } else
    for (const id of new Set([...before.keys(), ...after.keys()])) {
      const effect = effects.get(id) ?? 'kept';
      const [old, now] = [before.get(id), after.get(id)];
      const seen =
        old === undefined ? 'made' : now === undefined ? 'removed' : old === now ? 'kept' : 'replaced';
      expect(`${id} ${seen}`).toBe(`${id} ${effect === 'restarts' ? 'kept' : effect}`);
    }
  const restarted = calls.includes('StopNotebookInstance') && calls.includes('StartNotebookInstance');
  expect(restarted).toBe([...effects.values()].includes('restarts'));
  expect(await drift(account, name)).toBe('');
}

const NOTHING: Given = {
  ownRole: '',
  ownGuard: '',
  ownBoundary: '',
  subnet: 's',
  allSubnets: 's',
  securityGroup: 'g',
};

test('names every parameter of every shipped template', () => {
  const all = templateNames.flatMap((template) =>
    Object.keys(loadTemplate(template).document.Parameters ?? {}).map((name) => `${template}.${name}`),
  );
  const named = rows(NOTHING).map(({ template, parameter }) => `${template}.${parameter}`);
  expect([...new Set(named)].sort()).toEqual(all.sort());
});

test(
  'every changed parameter does what the resource schemas say, and nothing drifts' +
    shows('done-when:1.5/matrix', 'done-when:4.3/oracles'),
  async () => {
    const count = rows(NOTHING).length;
    const wrong: string[] = [];
    for (let index = 0; index < count; index++) {
      const account = await openAccount();
      const row = rows(account.given)[index]!;
      try {
        await tryRow(account, row);
      } catch (error) {
        wrong.push(`${row.template}.${row.parameter} = ${row.to}: ${(error as Error).message}`);
      } finally {
        await account.end();
      }
    }
    expect(wrong).toEqual([]);
  },
  120_000,
);

test('nothing drifts when a notebook is stopped and started by single calls', async () => {
  const account = await openAccount();
  const { sandbox } = account;
  const { name, parameters } = await make(account, 'notebook');
  const sagemaker = new SageMakerClient(sandbox.client);
  const input = { NotebookInstanceName: parameters['NotebookName']! };
  expect(name).toBe(stackNames.notebook(input.NotebookInstanceName));
  expect(await drift(account, name)).toBe('');
  await sagemaker.send(new StopNotebookInstanceCommand(input));
  await sandbox.advance(300);
  expect(await drift(account, name)).toBe('');
  await sagemaker.send(new StartNotebookInstanceCommand(input));
  await sandbox.advance(600);
  expect(await drift(account, name)).toBe('');
  await account.end();
}, 30_000);

describeWith(['cfn-lint', 'botocore'], 'the resource schemas that the matrix rests on', () => {
  test('are those that cfn-lint and botocore ship', async () => {
    const types = Object.keys(schemas.types);
    const { stdout } = await run('python3', ['test/conformance/support/resource_schemas.py', ...types]);
    const { types: shipped, updateNotebookInstance } = JSON.parse(stdout) as typeof schemas;
    expect({ types: shipped, updateNotebookInstance }).toEqual({
      types: schemas.types,
      updateNotebookInstance: schemas.updateNotebookInstance,
    });
    const used = templateNames.flatMap((name) => Object.values(loadTemplate(name).document.Resources));
    expect(types.sort()).toEqual([...new Set(used.map(({ Type }) => Type))].sort());
  }, 60_000);
});
