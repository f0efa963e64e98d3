/** Each parameter of each template changed once: what CloudFormation would do equals the table in docs/templates.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type ChangeSetType,
} from '@aws-sdk/client-cloudformation';
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTemplate, templateNames, type TemplateName } from '../../main/plans/templates.ts';
import { programRoot } from '../../main/program.ts';
import { testSandbox, type TestSandbox } from './support/sandbox.ts';

interface Row {
  template: TemplateName;
  parameter: string;
  value: string;
  happens: string[];
}

const rows: Row[] = readFileSync(join(programRoot, 'docs', 'templates.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => (templateNames as readonly string[]).includes(cells[1] ?? ''))
  .map(([, template, parameter = '', value = '', happens = '']) => ({
    template: template as TemplateName,
    parameter,
    value,
    happens: happens.split(', ').sort(),
  }));

const base: Record<TemplateName, Record<string, string>> = {
  foundation: { AlertEmail: 'it@example.com' },
  storage: { BucketName: 'matrix-4417', ToInfrequentAccessAfterDays: '30', ToGlacierAfterDays: '180' },
  notebook: {
    NotebookName: 'matrix',
    NotebookNameInArn: 'matrix',
    BucketName: 'matrix-4417',
    EveningStop: 'cron(30/15 19 * * ? *)',
    EveningStopNight: 'cron(0/15 20-23,0-5 * * ? *)',
    EveningTimeZone: 'Europe/Berlin',
  },
  'training-environment': {
    InstanceTypes: 'g4dn.xlarge,g5.xlarge,g6.xlarge',
    MaxVcpus: '4',
  },
  training: {
    TrainingName: 'matrix',
    Image: 'public.ecr.aws/team/train:1',
    BucketName: 'matrix-4417',
    Prefix: 'trainings/matrix',
    Run: 'first',
    CodeBucket: 'matrix-4417',
    CodeKey: 'programs/matrix/',
    TrainingBucket: 'matrix-4417',
    TrainingKey: 'data/train.csv',
    TestBucket: 'matrix-4417',
    TestKey: 'data/test.csv',
    BootstrapSha256: 'a'.repeat(64),
  },
  'image-build': { ImageName: 'matrix', SourceBucket: 'matrix-4417', SourcePrefix: 'trainings/matrix/' },
};

let sandbox: TestSandbox;
let cloudformation: CloudFormationClient;

async function changeSet(template: TemplateName, type: ChangeSetType, parameters: Record<string, string>) {
  const StackName = `millwright-${template}-matrix`;
  const ChangeSetName = `matrix-${type.toLowerCase()}`;
  await cloudformation.send(
    new CreateChangeSetCommand({
      StackName,
      ChangeSetName,
      ChangeSetType: type,
      TemplateBody: loadTemplate(template).body,
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await sandbox.advance(30);
  const set = await cloudformation.send(new DescribeChangeSetCommand({ StackName, ChangeSetName }));
  return { StackName, ChangeSetName, set };
}

beforeAll(async () => {
  sandbox = await testSandbox();
  cloudformation = new CloudFormationClient(sandbox.client);
  const ec2 = new EC2Client(sandbox.client);
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  base['training-environment'] = {
    ...base['training-environment'],
    SubnetIds: Subnets!.map(({ SubnetId }) => SubnetId).join(','),
    SecurityGroupIds: SecurityGroups![0]!.GroupId!,
  };
  for (const template of templateNames) {
    const { StackName, ChangeSetName } = await changeSet(template, 'CREATE', base[template]);
    await cloudformation.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
    await sandbox.advance(900);
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
    expect(Stacks?.[0]?.StackStatus, template).toBe('CREATE_COMPLETE');
  }
});
afterAll(async () => {
  cloudformation.destroy();
  await sandbox.end();
});

test('the table has a row for every parameter', () => {
  for (const name of templateNames) {
    const listed = rows.filter((row) => row.template === name).map(({ parameter }) => parameter);
    const all = Object.keys(loadTemplate(name).document.Parameters ?? {});
    expect(listed.sort()).toEqual(all.filter((parameter) => parameter !== 'SecurityGroupIds').sort());
  }
});

test.each(rows)(
  '$template: $parameter changed to $value',
  async ({ template, parameter, value, happens }) => {
    const changed = { ...base[template], [parameter]: value };
    const { StackName, ChangeSetName, set } = await changeSet(template, 'UPDATE', changed);
    expect(set.StatusReason).toBeUndefined();
    const found = (set.Changes ?? []).map(({ ResourceChange: change }) => {
      const replaces = change?.Replacement === 'True' || change?.Replacement === 'Conditional';
      const what =
        change?.Action === 'Remove'
          ? 'goes'
          : change?.Action === 'Add'
            ? 'comes'
            : replaces
              ? 'replaces'
              : 'changes';
      return `${change?.LogicalResourceId ?? ''} ${what}`;
    });
    // A change set does not tell a restart from a change in place.
    expect(found.sort()).toEqual(happens.map((one) => one.replace(/ restarts$/, ' changes')));
    await cloudformation.send(new DeleteChangeSetCommand({ StackName, ChangeSetName }));
  },
);
