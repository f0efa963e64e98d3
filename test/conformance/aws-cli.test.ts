/**
 * AWS's own command line against the sandbox as a program: what a cloud engineer would try first. Real processes, one
 * account from the first test to the last; botocore's models judge every call at the end.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateNotebookInstanceCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SandboxListening } from '../../main/sandbox/index.ts';
import { awsCli } from '../sandbox/support/sandbox.ts';
import { shows } from '../status/shows.ts';
import { judge } from './support/judge.ts';
import { describeWith, isHere } from './support/oracles.ts';
import { startSandboxProgram } from './support/program.ts';

const OWN = `
Resources:
  Reports:
    Type: AWS::SNS::Topic
    Properties: {DisplayName: Reports}
Outputs:
  Topic: {Value: !Ref Reports}
`;
/** The role exists twice: what was made before it is taken back. */
const FAILING = `
Resources:
  Reports: {Type: AWS::SNS::Topic}
  Role:
    Type: AWS::IAM::Role
    DependsOn: Reports
    Properties:
      RoleName: by-cli
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: sagemaker.amazonaws.com}, Action: 'sts:AssumeRole'}]
`;
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

describeWith(['AWS CLI'], 'The AWS CLI against the sandbox', () => {
  let dir: string;
  let record: string;
  let sandbox: SandboxListening;
  let accountId = '';
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'aws-cli-'));
    record = join(dir, 'record.jsonl');
    sandbox = await startSandboxProgram(join(dir, 'account'), record);
  }, 60_000);
  afterAll(async () => {
    await sandbox.close();
    await rm(dir, { recursive: true, force: true });
  });

  const file = (name: string, content: string | Uint8Array) => {
    const path = join(dir, name);
    writeFileSync(path, content);
    return path;
  };
  const aws = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await awsCli(sandbox, ...args, '--output', 'json');
    if (code !== 0) throw new Error(stderr.trim());
    return stdout;
  };
  const json = async (...args: string[]) => JSON.parse(await aws(...args)) as Record<string, unknown>;
  /** `(Code) when calling the Operation operation: text` */
  const refusal = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await awsCli(sandbox, ...args);
    expect(code, stderr).not.toBe(0);
    return stderr.trim();
  };

  test(
    'says who one is' + shows('done-when:1.4/identity'),
    async () => {
      const identity = await json('sts', 'get-caller-identity');
      accountId = String(identity['Account']);
      expect(accountId).toMatch(/^\d{12}$/);
      expect(identity['Arn']).toBe(`arn:aws:iam::${accountId}:user/administrator`);
    },
    20_000,
  );

  test(
    'copies 20 MB in parts, lists it, and brings it back' + shows('done-when:1.4/s3'),
    async () => {
      const big = randomBytes(20 * 2 ** 20);
      await aws('s3', 'mb', 's3://files-of-the-cli');
      await aws('s3', 'cp', file('big.bin', big), 's3://files-of-the-cli/data/big.bin', '--no-progress');
      const listed = await aws('s3', 'ls', 's3://files-of-the-cli/data/');
      expect(listed).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +20971520 big\.bin\n$/);
      await aws('s3', 'cp', 's3://files-of-the-cli/data/big.bin', join(dir, 'back.bin'), '--no-progress');
      expect(readFileSync(join(dir, 'back.bin')).equals(big)).toBe(true);
      expect(readFileSync(record, 'utf8')).toContain('"operation":"UploadPart"');
    },
    60_000,
  );

  test(
    'makes, lists and shows roles' + shows('done-when:1.4/roles'),
    async () => {
      const role = ['--role-name', 'by-cli'];
      await aws('iam', 'create-role', ...role, '--assume-role-policy-document', TRUST);
      const policy = 'arn:aws:iam::aws:policy/AmazonSageMakerFullAccess';
      await aws('iam', 'attach-role-policy', ...role, '--policy-arn', policy);
      const roles = (await json('iam', 'list-roles'))['Roles'] as { RoleName: string }[];
      expect(roles.map(({ RoleName }) => RoleName)).toContain('by-cli');
      const shown = await json('iam', 'get-role', ...role);
      expect(shown).toMatchObject({ Role: { AssumeRolePolicyDocument: JSON.parse(TRUST) as unknown } });
      expect(await refusal('iam', 'create-role', ...role, '--assume-role-policy-document', TRUST)).toContain(
        '(EntityAlreadyExists) when calling the CreateRole operation: Role with name by-cli already exists.',
      );
    },
    60_000,
  );

  const deploy = (stack: string, template: string, ...more: string[]) =>
    awsCli(sandbox, 'cloudformation', 'deploy', '--stack-name', stack, '--template-file', template, ...more);
  const states = async (stack: string) => {
    const { StackEvents } = (await json(
      'cloudformation',
      'describe-stack-events',
      '--stack-name',
      stack,
    )) as {
      StackEvents: { LogicalResourceId: string; ResourceStatus: string; ResourceStatusReason?: string }[];
    };
    return StackEvents;
  };

  test(
    'deploys the three shipped templates' + shows('done-when:1.4/deploy'),
    async () => {
      const iam = ['--capabilities', 'CAPABILITY_NAMED_IAM'];
      const foundation = await deploy('foundation', 'assets/stacks/foundation.yaml', ...iam);
      expect(foundation).toMatchObject({ code: 0, stderr: '' });
      const bucket = ['--parameter-overrides', 'BucketName=made-by-deploy', 'ToGlacierAfterDays=90'];
      expect(await deploy('storage', 'assets/stacks/storage.yaml', ...bucket)).toMatchObject({ code: 0 });
      const parameters = [
        'NotebookName=By-Deploy',
        'NotebookNameInArn=by-deploy',
        'BucketName=made-by-deploy',
        'EveningStop=cron(0/15 19-23,0-5 * * ? *)',
      ];
      const notebook = await deploy(
        'notebook',
        'assets/stacks/notebook.yaml',
        ...iam,
        '--parameter-overrides',
        ...parameters,
      );
      expect(notebook).toMatchObject({ code: 0, stderr: '' });
      const { Stacks } = (await json('cloudformation', 'describe-stacks')) as {
        Stacks: { StackName: string; StackStatus: string }[];
      };
      expect(Stacks.map(({ StackName, StackStatus }) => `${StackName} ${StackStatus}`).sort()).toEqual([
        'foundation CREATE_COMPLETE',
        'notebook CREATE_COMPLETE',
        'storage CREATE_COMPLETE',
      ]);
      const lifecycle = await json(
        's3api',
        'get-bucket-lifecycle-configuration',
        '--bucket',
        'made-by-deploy',
      );
      expect(JSON.stringify(lifecycle)).toContain('GLACIER_IR');
      const described = await json(
        'sagemaker',
        'describe-notebook-instance',
        '--notebook-instance-name',
        'By-Deploy',
      );
      expect(described).toMatchObject({ NotebookInstanceStatus: 'InService', RootAccess: 'Disabled' });
    },
    120_000,
  );

  test(
    'deploys two templates of one’s own; the one that fails is rolled back' + shows('done-when:1.4/own'),
    async () => {
      expect(await deploy('own', file('own.yaml', OWN))).toMatchObject({ code: 0 });
      const failed = await deploy(
        'failing',
        file('failing.yaml', FAILING),
        '--capabilities',
        'CAPABILITY_NAMED_IAM',
      );
      expect(failed.code).not.toBe(0);
      expect(failed.stderr).toContain('Failed to create/update the stack');
      const events = await states('failing');
      expect(events[0]).toMatchObject({ LogicalResourceId: 'failing', ResourceStatus: 'ROLLBACK_COMPLETE' });
      const broken = events.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
      expect(broken?.LogicalResourceId).toBe('Role');
      expect(broken?.ResourceStatusReason).toContain('by-cli already exists');
      const topics = (await json('sns', 'list-topics'))['Topics'] as { TopicArn: string }[];
      expect(topics.filter(({ TopicArn }) => TopicArn.includes('failing'))).toEqual([]);
      expect(topics.filter(({ TopicArn }) => TopicArn.includes(':own-'))).toHaveLength(1);
    },
    120_000,
  );

  const named = (name: string) => ['--notebook-instance-name', name];
  const create = (name: string, type = 'ml.t3.medium') => [
    'sagemaker',
    'create-notebook-instance',
    ...named(name),
    '--instance-type',
    type,
    '--role-arn',
    `arn:aws:iam::${accountId}:role/by-cli`,
  ];
  interface Page {
    NotebookInstances: { NotebookInstanceName: string }[];
    NextToken?: string;
  }

  test(
    'makes twelve notebooks and lists them in pages of ten' + shows('done-when:1.4/pages'),
    async () => {
      const names = Array.from({ length: 12 }, (_, index) => `page-${String(index + 1).padStart(2, '0')}`);
      await Promise.all(names.slice(0, 2).map((name) => aws(...create(name))));
      // The command line needs half a second to start: ten are made without it.
      const sagemaker = new SageMakerClient({
        endpoint: sandbox.url,
        region: sandbox.region,
        credentials: { accessKeyId: sandbox.accessKeyId, secretAccessKey: sandbox.secretAccessKey },
      });
      for (const NotebookInstanceName of names.slice(2))
        await sagemaker.send(
          new CreateNotebookInstanceCommand({
            NotebookInstanceName,
            InstanceType: 'ml.t3.medium',
            RoleArn: `arn:aws:iam::${accountId}:role/by-cli`,
          }),
        );
      const list = ['sagemaker', 'list-notebook-instances', '--name-contains', 'page-', '--sort-by', 'Name'];
      const order = [...list, '--sort-order', 'Ascending'];
      const first = (await json(...order, '--no-paginate')) as unknown as Page;
      expect(first.NotebookInstances.map((one) => one.NotebookInstanceName)).toEqual(names.slice(0, 10));
      const second = (await json(
        ...order,
        '--no-paginate',
        '--next-token',
        first.NextToken ?? '',
      )) as unknown as Page;
      expect(second.NotebookInstances.map((one) => one.NotebookInstanceName)).toEqual(names.slice(10));
      expect(second.NextToken).toBeUndefined();
      // On its own the command line asks for page after page.
      const all = (await json(...order)) as unknown as Page;
      expect(all.NotebookInstances.map((one) => one.NotebookInstanceName)).toEqual(names);
    },
    120_000,
  );

  test(
    'refuses to delete a running notebook, stops it, deletes it' + shows('done-when:1.4/life'),
    async () => {
      const on = (verb: string) => ['sagemaker', `${verb}-notebook-instance`, ...named('page-01')];
      await aws('sagemaker', 'wait', 'notebook-instance-in-service', ...named('page-01'));
      expect(await refusal(...on('delete'))).toContain(
        '(ValidationException) when calling the DeleteNotebookInstance operation: Status (InService) not in ([Stopped, Failed])',
      );
      await aws(...on('stop'));
      await aws('sagemaker', 'wait', 'notebook-instance-stopped', ...named('page-01'));
      expect(await json(...on('describe'))).toMatchObject({ NotebookInstanceStatus: 'Stopped' });
      await aws(...on('delete'));
      await aws('sagemaker', 'wait', 'notebook-instance-deleted', ...named('page-01'));
      expect(await refusal(...on('describe'))).toContain('RecordNotFound');
    },
    120_000,
  );

  test.concurrent.each<[string, () => string[], RegExp]>([
    [
      'a name with an underscore',
      () => create('bad_name'),
      /\(ValidationException\).*failed to satisfy constraint/s,
    ],
    [
      'a name that is taken',
      () => create('page-02'),
      /\(ValidationException\).*Cannot create already existing notebook instance/s,
    ],
    [
      'a size that there is not',
      () => create('size', 'ml.t3.none'),
      /\(ValidationException\).*failed to satisfy constraint/s,
    ],
    [
      'a size beyond the quota',
      () => create('gpu', 'ml.g4dn.xlarge'),
      /\(ResourceLimitExceeded\).*service limit 'ml\.g4dn\.xlarge for notebook instance usage' is \d+/s,
    ],
    [
      'a disk that is too large',
      () => [...create('disk'), '--volume-size-in-gb', '16385'],
      /\(ValidationException\).*failed to satisfy constraint/s,
    ],
    [
      'a bucket’s name in capitals',
      () => ['s3api', 'create-bucket', '--bucket', 'Capitals'],
      /\(InvalidBucketName\)/,
    ],
    ['a bucket that there is not', () => ['s3', 'ls', 's3://there-is-none-4417'], /\(NoSuchBucket\)/],
    ['a role that there is not', () => ['iam', 'get-role', '--role-name', 'none'], /\(NoSuchEntity\)/],
    [
      'a stack that there is not',
      () => ['cloudformation', 'describe-stacks', '--stack-name', 'none'],
      /\(ValidationError\).*does not exist/s,
    ],
  ])(
    'is told AWS’s code for %s' + shows('done-when:1.4/errors'),
    async (_, args, said) => {
      expect(await refusal(...args())).toMatch(said);
    },
    30_000,
  );

  test.skipIf(!isHere('botocore'))(
    'botocore’s models find no fault in all of that',
    async () => {
      const { findings, counts } = await judge(record);
      expect(findings).toEqual([]);
      expect(counts['requests judged']).toBeGreaterThan(60);
    },
    60_000,
  );
});
