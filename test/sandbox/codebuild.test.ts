/** Builds of container images: from a ZIP file or a folder in S3 to an image in a repository, and every way to fail on it. */
import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  DeleteProjectCommand,
  ListBuildsForProjectCommand,
  ListProjectsCommand,
  StartBuildCommand,
  StopBuildCommand,
  UpdateProjectCommand,
  type Build,
  type CreateProjectCommandInput,
  type StartBuildCommandInput,
} from '@aws-sdk/client-codebuild';
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRole, refusal, type Statement } from './support/notebooks.ts';
import { awsCli, hasAwsCli, testSandbox, type TestSandbox } from './support/sandbox.ts';
import { outputs, stacksOf } from './support/stacks.ts';
import { zipOf } from './support/zip.ts';

const found = await hasAwsCli();
if (!found) console.warn('not run here: the AWS command line is not installed');

const rights: Statement[] = [
  {
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: '*',
  },
  { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' },
  { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
  {
    Effect: 'Allow',
    Action: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:InitiateLayerUpload',
      'ecr:UploadLayerPart',
      'ecr:CompleteLayerUpload',
      'ecr:PutImage',
    ],
    Resource: 'arn:aws:ecr:us-east-1:*:repository/training',
  },
];
const buildspec = `
version: 0.2
phases:
  pre_build:
    commands:
      - aws ecr get-login-password | docker login --username AWS --password-stdin $REGISTRY
  build:
    commands:
      - docker build -f docker/Dockerfile -t $IMAGE_REPO_NAME:$IMAGE_TAG .
  post_build:
    commands:
      - docker push $REGISTRY/$IMAGE_REPO_NAME:$IMAGE_TAG
`;
const good = { 'docker/Dockerfile': 'FROM python:3\n', 'train.py': 'print(1)\n' };

let sandbox: TestSandbox;
let codebuild: CodeBuildClient;
let s3: S3Client;
let ecr: ECRClient;
let serviceRole: string;
beforeAll(async () => {
  sandbox = await testSandbox();
  codebuild = new CodeBuildClient(sandbox.client);
  s3 = new S3Client({ ...sandbox.client, forcePathStyle: true });
  ecr = new ECRClient(sandbox.client);
  serviceRole = await makeRole(sandbox, 'builder', 'codebuild.amazonaws.com', rights);
  await s3.send(new CreateBucketCommand({ Bucket: 'sources-1' }));
  await upload('good.zip', zipOf(good));
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'training' }));
});
afterAll(() => sandbox.end());

const upload = (Key: string, Body: Buffer) =>
  s3.send(new PutObjectCommand({ Bucket: 'sources-1', Key, Body }));
const environmentVariables = [
  { name: 'IMAGE_REPO_NAME', value: 'training' },
  { name: 'IMAGE_TAG', value: 'v1' },
];
const project = (name: string, more: Partial<CreateProjectCommandInput> = {}): CreateProjectCommandInput => ({
  name,
  source: { type: 'S3', location: 'sources-1/good.zip', buildspec },
  artifacts: { type: 'NO_ARTIFACTS' },
  environment: {
    type: 'LINUX_CONTAINER',
    image: 'aws/codebuild/standard:7.0',
    computeType: 'BUILD_GENERAL1_SMALL',
    privilegedMode: true,
    environmentVariables,
  },
  serviceRole,
  ...more,
});
const make = (name: string, more: Partial<CreateProjectCommandInput> = {}) =>
  codebuild.send(new CreateProjectCommand(project(name, more)));
const start = async (projectName: string, more: Omit<StartBuildCommandInput, 'projectName'> = {}) =>
  (await codebuild.send(new StartBuildCommand({ projectName, ...more }))).build!;
const look = async (id: string) =>
  (await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }))).builds![0]!;
async function finished(
  projectName: string,
  more: Omit<StartBuildCommandInput, 'projectName'> = {},
): Promise<Build> {
  const { id } = await start(projectName, more);
  await sandbox.advance(600);
  return look(id!);
}
const failure = (build: Build) => {
  const phase = build.phases!.find((p) => p.phaseStatus === 'FAILED');
  return [phase?.phaseType, phase?.contexts?.[0]?.statusCode, phase?.contexts?.[0]?.message];
};
async function logOf({ logs }: Build): Promise<string> {
  const { events } = await new CloudWatchLogsClient(sandbox.client).send(
    new GetLogEventsCommand({
      logGroupName: logs!.groupName!,
      logStreamName: logs!.streamName!,
      startFromHead: true,
    }),
  );
  return events!.map((e) => e.message).join('');
}
const running = () => sandbox.ledger().filter((e) => e.kind === 'codebuild/running-build');

describe('a build', () => {
  it('goes through its phases, writes its log, puts an image and ends what it costs', async () => {
    await make('image');
    const begun = await start('image');
    expect(begun).toMatchObject({
      id: expect.stringMatching(/^image:[0-9a-f]{8}-[0-9a-f-]{14}-[0-9a-f]{12}$/) as string,
      buildNumber: 1,
      buildStatus: 'IN_PROGRESS',
      currentPhase: 'QUEUED',
      buildComplete: false,
      initiator: 'administrator',
    });
    await sandbox.advance(30);
    expect((await look(begun.id!)).currentPhase).toBe('BUILD');
    expect(running().map((e) => e.goneAt)).toEqual([null]);
    await sandbox.advance(600);
    const build = await look(begun.id!);
    expect(build.buildStatus).toBe('SUCCEEDED');
    expect(build.phases!.map((p) => `${p.phaseType!} ${p.phaseStatus ?? ''}`.trim())).toEqual([
      'SUBMITTED SUCCEEDED',
      'QUEUED SUCCEEDED',
      'PROVISIONING SUCCEEDED',
      'DOWNLOAD_SOURCE SUCCEEDED',
      'INSTALL SUCCEEDED',
      'PRE_BUILD SUCCEEDED',
      'BUILD SUCCEEDED',
      'POST_BUILD SUCCEEDED',
      'UPLOAD_ARTIFACTS SUCCEEDED',
      'FINALIZING SUCCEEDED',
      'COMPLETED',
    ]);
    expect(build.phases!.find((p) => p.phaseType === 'BUILD')!.durationInSeconds).toBe(120);
    const seconds = (build.endTime!.getTime() - build.startTime!.getTime()) / 1000;
    const [entry] = running();
    expect(entry!.billed).toEqual([
      {
        priceKey: 'codebuild:general1.small',
        quantity: 1,
        unit: 'minute',
        from: build.startTime!.toISOString(),
        to: build.endTime!.toISOString(),
      },
    ]);
    expect(seconds).toBe(177);
    const log = await logOf(build);
    expect(build.logs).toMatchObject({
      groupName: '/aws/codebuild/image',
      streamName: build.id!.split(':')[1],
    });
    expect(log).toMatch(/^\[Container\] 2026\/01\/05 08:\d\d:\d\d\.\d{6} Running on CodeBuild On-demand\n/);
    expect(log).toContain('The sandbox does not run your buildspec.');
    expect(log).toContain('The sandbox does not run your command aws ecr get-login-password');
    expect(log).toContain('docker/Dockerfile was not built');
    expect(log).toContain('Phase complete: POST_BUILD State: SUCCEEDED');
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'training' }));
    expect(imageDetails).toHaveLength(1);
    expect(imageDetails![0]!.imageTags).toEqual(['v1']);
    expect(log).toContain(`v1: digest: ${imageDetails![0]!.imageDigest!}`);
  });

  it('of the same source makes the same image, of another source another one', async () => {
    await make('again');
    const images = async () =>
      (await ecr.send(new DescribeImagesCommand({ repositoryName: 'training' }))).imageDetails!;
    const [first] = await images();
    expect((await finished('again')).buildStatus).toBe('SUCCEEDED');
    expect((await images()).map((i) => i.imageDigest)).toEqual([first!.imageDigest]);
    await upload('other.zip', zipOf({ ...good, 'train.py': 'print(2)\n' }));
    const tag = { name: 'IMAGE_TAG', value: 'v2' };
    const build = await finished('again', {
      sourceLocationOverride: 'sources-1/other.zip',
      environmentVariablesOverride: [tag],
    });
    expect(build.environment!.environmentVariables).toContainEqual(expect.objectContaining(tag));
    const tags = (await images()).map((i) => i.imageTags);
    expect(tags).toEqual([['v1'], ['v2']]);
  });

  it('is begun once for one token, and refused for the token of another', async () => {
    await make('once');
    const one = await start('once', { idempotencyToken: 'plan-1' });
    expect((await start('once', { idempotencyToken: 'plan-1' })).id).toBe(one.id);
    expect(await refusal(start('once', { idempotencyToken: 'plan-1', sourceVersion: 'x' }))).toMatch(
      /^InvalidInputException: .*mismatch/,
    );
    await sandbox.advance(301);
    expect((await start('once', { idempotencyToken: 'plan-1' })).id).not.toBe(one.id);
    await sandbox.advance(600);
    const { ids } = await codebuild.send(new ListBuildsForProjectCommand({ projectName: 'once' }));
    expect([ids!.length, ids![1]]).toEqual([2, one.id]);
  });

  it('is stopped in the middle and costs no more; a second stop changes nothing', async () => {
    await make('stopped');
    const { id } = await start('stopped');
    await sandbox.advance(60);
    const { build } = await codebuild.send(new StopBuildCommand({ id }));
    expect([build!.buildStatus, build!.buildComplete]).toEqual(['STOPPED', true]);
    expect(build!.phases!.find((p) => p.phaseStatus === 'STOPPED')!.phaseType).toBe('BUILD');
    await sandbox.advance(600);
    expect(await look(id!)).toEqual(build);
    expect((await codebuild.send(new StopBuildCommand({ id }))).build).toEqual(build);
    expect(running().every((e) => e.goneAt !== null)).toBe(true);
    expect(await refusal(codebuild.send(new StopBuildCommand({ id: 'stopped:none' })))).toMatch(
      /^ResourceNotFoundException/,
    );
  });

  it('that CodeBuild itself fails on says so', async () => {
    await make('doomed');
    const on = sandbox.faults.switchOn({ fault: 'F31', service: 'codebuild', operation: 'StartBuild' });
    const build = await finished('doomed');
    sandbox.faults.switchOff(on.id);
    expect(build.buildStatus).toBe('FAULT');
    expect(running().every((e) => e.goneAt !== null)).toBe(true);
  });

  it('goes on after the program was closed in its middle', async () => {
    const own = await testSandbox();
    const rest = { ...own.client };
    const build = new CodeBuildClient(rest);
    const role = await makeRole(own, 'builder', 'codebuild.amazonaws.com', rights);
    await build.send(
      new CreateProjectCommand(
        project('closed', { serviceRole: role, source: { type: 'NO_SOURCE', buildspec } }),
      ),
    );
    const { id } = (await build.send(new StartBuildCommand({ projectName: 'closed' }))).build!;
    await own.advance(30);
    await own.close();
    const opened = await testSandbox({ dir: own.dir });
    await opened.advance(600);
    const after = new CodeBuildClient(opened.client);
    const { builds } = await after.send(new BatchGetBuildsCommand({ ids: [id!] }));
    // Without a source there is no Dockerfile.
    expect([builds![0]!.buildStatus, failure(builds![0]!)[0]]).toEqual(['FAILED', 'BUILD']);
    await opened.end();
  });
});

describe('a build fails', () => {
  const place = (key: string) => `for primary source and source version arn:aws:s3:::sources-1/${key}`;

  it('in DOWNLOAD_SOURCE where the source is not there, may not be read, or is no ZIP file', async () => {
    await make('nosource', { source: { type: 'S3', location: 'sources-1/none.zip', buildspec } });
    const gone = await finished('nosource');
    expect(gone.buildStatus).toBe('FAILED');
    expect(failure(gone).slice(0, 2)).toEqual(['DOWNLOAD_SOURCE', 'CLIENT_ERROR']);
    expect(failure(gone)[2]).toMatch(
      /^NoSuchKey: The specified key does not exist\.\n\tstatus code: 404, request id: /,
    );
    expect(failure(gone)[2]).toContain(place('none.zip'));
    expect(gone.phases!.map((p) => p.phaseType).slice(-3)).toEqual([
      'DOWNLOAD_SOURCE',
      'FINALIZING',
      'COMPLETED',
    ]);
    expect(await logOf(gone)).toContain('NoSuchKey');
    const blind = await makeRole(sandbox, 'blind', 'codebuild.amazonaws.com', rights.slice(0, 1));
    await make('blind', { serviceRole: blind });
    expect(failure(await finished('blind'))[2]).toMatch(/^AccessDenied: .*status code: 403/s);
    await upload('text.zip', Buffer.from('no zip at all'));
    await make('nozip', { source: { type: 'S3', location: 'sources-1/text.zip', buildspec } });
    expect(failure(await finished('nozip'))).toEqual([
      'DOWNLOAD_SOURCE',
      'CLIENT_ERROR',
      `zip: not a valid zip file ${place('text.zip')}`,
    ]);
  });

  it('in DOWNLOAD_SOURCE where no buildspec is found, or none that can be read', async () => {
    await make('nospec', { source: { type: 'S3', location: 'sources-1/good.zip' } });
    expect(failure(await finished('nospec'))).toEqual([
      'DOWNLOAD_SOURCE',
      'YAML_FILE_ERROR',
      'stat /codebuild/output/src/src/buildspec.yml: no such file or directory',
    ]);
    await upload('spec.zip', zipOf({ ...good, 'ci/build.yml': buildspec }));
    await make('spec', { source: { type: 'S3', location: 'sources-1/spec.zip', buildspec: 'ci/build.yml' } });
    expect((await finished('spec')).buildStatus).toBe('SUCCEEDED');
    const wrong = {
      type: 'S3' as const,
      location: 'sources-1/good.zip',
      buildspec: 'version: 0.2\nphases: {artifacts: {}}',
    };
    await make('wrongspec', { source: wrong });
    expect(failure(await finished('wrongspec'))[2]).toMatch(/^Invalid buildspec phase name: artifacts\./);
  });

  it('in BUILD where the source has no Dockerfile, and then has nothing to push', async () => {
    await upload('bare.zip', zipOf({ 'train.py': 'print(1)\n' }));
    await make('nodockerfile', { source: { type: 'S3', location: 'sources-1/bare.zip', buildspec } });
    const build = await finished('nodockerfile');
    const command = 'docker build -f docker/Dockerfile -t $IMAGE_REPO_NAME:$IMAGE_TAG .';
    expect(failure(build)).toEqual([
      'BUILD',
      'COMMAND_EXECUTION_ERROR',
      `Error while executing command: ${command}. Reason: exit status 1`,
    ]);
    expect(build.phases!.filter((p) => p.phaseStatus === 'FAILED').map((p) => p.phaseType)).toEqual([
      'BUILD',
      'POST_BUILD',
    ]);
    const log = await logOf(build);
    expect(log).toContain('failed to read dockerfile: open docker/Dockerfile: no such file or directory');
    expect(log).toContain(`Command did not exit successfully ${command} exit status 1`);
    expect(log).toContain('An image does not exist locally');
  });

  it('in BUILD without privileged mode', async () => {
    const { environment } = project('x');
    await make('plain', { environment: { ...environment!, privilegedMode: false } });
    const build = await finished('plain');
    expect(failure(build)[0]).toBe('BUILD');
    expect(await logOf(build)).toContain('Cannot connect to the Docker daemon');
  });

  it('in POST_BUILD where the repository is not there, or the role may not push', async () => {
    const to = (value: string) => ({ environmentVariablesOverride: [{ name: 'IMAGE_REPO_NAME', value }] });
    await make('nopush');
    const denied = await finished('nopush', to('elsewhere'));
    expect(failure(denied)[0]).toBe('POST_BUILD');
    expect(await logOf(denied)).toMatch(/denied: User: .*AWSCodeBuild-.* is not authorized to perform: ecr:/);
    const wide = [...rights, { Effect: 'Allow' as const, Action: 'ecr:*', Resource: '*' }];
    await make('wide', {
      serviceRole: await makeRole(sandbox, 'wide', 'codebuild.amazonaws.com', wide),
    });
    expect(await logOf(await finished('wide', to('elsewhere')))).toContain(
      `name unknown: The repository with name 'elsewhere' does not exist in the registry with id '${sandbox.account.id}'`,
    );
  });

  it('in QUEUED where its role may not write the log, and has none', async () => {
    const mute = await makeRole(sandbox, 'mute', 'codebuild.amazonaws.com', rights.slice(1));
    await make('mute', { serviceRole: mute });
    const build = await finished('mute');
    expect(failure(build).slice(0, 2)).toEqual(['QUEUED', 'ACCESS_DENIED']);
    expect(failure(build)[2]).toMatch(
      /^Service role arn:aws:iam::\d+:role\/mute does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build arn:aws:codebuild:.*logs:CreateLogStream/,
    );
    expect(build.phases!.map((p) => p.phaseType)).toEqual(['SUBMITTED', 'QUEUED', 'COMPLETED']);
  });
});

describe('projects', () => {
  it('are refused as AWS refuses them', async () => {
    expect(await refusal(make('image'))).toMatch(
      /^ResourceAlreadyExistsException: Project already exists: arn:/,
    );
    expect(await refusal(make('x'))).toMatch(/^InvalidInputException: /);
    expect(await refusal(start('nobody'))).toBe(
      `ResourceNotFoundException: Project cannot be found: arn:aws:codebuild:us-east-1:${sandbox.account.id}:project/nobody`,
    );
    const foreign = await makeRole(sandbox, 'foreign', 'sagemaker.amazonaws.com', []);
    expect(await refusal(make('foreign', { serviceRole: foreign }))).toMatch(
      /^InvalidInputException: CodeBuild is not authorized to perform: sts:AssumeRole on service role\./,
    );
    expect(
      await refusal(make('git', { source: { type: 'GITHUB', location: 'https://github.com/a/b' } })),
    ).toMatch(/^InvalidInputException: The sandbox models sources/);
  });

  it('are changed, listed, and leave their builds when they go', async () => {
    await make('changing', { tags: [{ key: 'a', value: 'b' }] });
    const { id } = await finished('changing');
    await codebuild.send(
      new UpdateProjectCommand({ name: 'changing', description: 'new', timeoutInMinutes: 30 }),
    );
    const { projects, projectsNotFound } = await codebuild.send(
      new BatchGetProjectsCommand({ names: ['changing', 'nobody'] }),
    );
    expect(projectsNotFound).toEqual(['nobody']);
    expect(projects![0]).toMatchObject({
      description: 'new',
      timeoutInMinutes: 30,
      source: { type: 'S3', location: 'sources-1/good.zip' },
      tags: [{ key: 'a', value: 'b' }],
    });
    const all = (await codebuild.send(new ListProjectsCommand({}))).projects!;
    expect(all).toEqual(all.toSorted());
    await codebuild.send(new DeleteProjectCommand({ name: 'changing' }));
    await codebuild.send(new DeleteProjectCommand({ name: 'changing' }));
    expect((await look(id!)).buildStatus).toBe('SUCCEEDED');
    expect(
      await refusal(codebuild.send(new ListBuildsForProjectCommand({ projectName: 'changing' }))),
    ).toMatch(/^ResourceNotFoundException/);
  });

  it('run at most ten builds at a time', async () => {
    await make('many');
    const begun = await Promise.all(Array.from({ length: 10 }, () => start('many')));
    expect(await refusal(start('many'))).toBe(
      'AccountLimitExceededException: Cannot have more than 10 builds in queue for the account',
    );
    await Promise.all(begun.map(({ id }) => codebuild.send(new StopBuildCommand({ id }))));
  });

  it('belong to a stack, which changes them in place', async () => {
    const stacks = stacksOf(sandbox);
    const template = (timeout: number, location: string) => `
Resources:
  Builder:
    Type: AWS::CodeBuild::Project
    Properties:
      ServiceRole: ${serviceRole}
      TimeoutInMinutes: ${timeout}
      Artifacts: {Type: NO_ARTIFACTS}
      Source:
        Type: S3
        Location: ${location}
        BuildSpec: "version: 0.2\\nphases: {build: {commands: [docker build -f docker/Dockerfile .]}}"
      Environment:
        Type: LINUX_CONTAINER
        Image: aws/codebuild/standard:7.0
        ComputeType: BUILD_GENERAL1_SMALL
        PrivilegedMode: true
        EnvironmentVariables: [{Name: IMAGE_REPO_NAME, Value: training}, {Name: IMAGE_TAG, Value: 3}]
Outputs:
  Name: {Value: !Ref Builder}
  Arn: {Value: !GetAtt Builder.Arn}
`;
    const stack = await stacks.deploy('builder', {
      ChangeSetType: 'CREATE',
      TemplateBody: template(30, 'sources-1/good.zip'),
    });
    const { Name: name, Arn } = outputs(stack);
    expect(Arn).toBe(`arn:aws:codebuild:us-east-1:${sandbox.account.id}:project/${name!}`);
    expect((await finished(name!)).buildStatus).toBe('SUCCEEDED');
    const seen = await stacks.changeSet('builder', {
      ChangeSetType: 'UPDATE',
      TemplateBody: template(45, 'sources-1/none.zip'),
    });
    expect(seen.Changes!.map((c) => c.ResourceChange!.Replacement)).toEqual(['False']);
    expect((await stacks.execute('builder')).StackStatus).toBe('UPDATE_COMPLETE');
    const { projects } = await codebuild.send(new BatchGetProjectsCommand({ names: [name!] }));
    expect(projects![0]).toMatchObject({ timeoutInMinutes: 45, source: { location: 'sources-1/none.zip' } });
    const { StackId } = await stacks.stack('builder');
    await new CloudFormationClient(sandbox.client).send(new DeleteStackCommand({ StackName: 'builder' }));
    expect((await stacks.rest(StackId!)).StackStatus).toBe('DELETE_COMPLETE');
    expect((await codebuild.send(new ListProjectsCommand({}))).projects).not.toContain(name);
  });
});

describe.skipIf(!found)('the AWS command line', () => {
  const aws = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await awsCli(
      sandbox.listening,
      'codebuild',
      ...args,
      '--output',
      'json',
    );
    if (code !== 0) throw new Error(stderr.trim());
    return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
  };

  it('makes a project, starts a build and reads how it ended', async () => {
    await aws('create-project', '--cli-input-json', JSON.stringify(project('cli')));
    const { build } = (await aws('start-build', '--project-name', 'cli')) as { build: { id: string } };
    await sandbox.advance(600);
    const { builds } = (await aws('batch-get-builds', '--ids', build.id)) as { builds: Build[] };
    expect(builds[0]!.buildStatus).toBe('SUCCEEDED');
    await expect(aws('start-build', '--project-name', 'nobody')).rejects.toThrow(
      '(ResourceNotFoundException)',
    );
  }, 60_000);
});

describe('a build of a folder in S3', () => {
  const folder = async (name: string, files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) await upload(`${name}/${path}`, Buffer.from(text));
    return { sourceLocationOverride: `sources-1/${name}/` };
  };
  const plain = { source: { type: 'S3' as const, location: 'sources-1/none/', buildspec } };

  it('makes its image, another one for other files', async () => {
    await make('folder', plain);
    const tag = (value: string) => ({ environmentVariablesOverride: [{ name: 'IMAGE_TAG', value }] });
    const one = await folder('one', {
      ...good,
      'docker/Dockerfile': 'FROM python:3\nCOPY . .\nCOPY train.py /x\n',
    });
    expect((await finished('folder', { ...one, ...tag('f1') })).buildStatus).toBe('SUCCEEDED');
    await folder('one', { 'more.txt': 'more' });
    expect((await finished('folder', { ...one, ...tag('f2') })).buildStatus).toBe('SUCCEEDED');
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'training' }));
    const digests = ['f1', 'f2'].map((t) => imageDetails!.find((i) => i.imageTags?.includes(t))?.imageDigest);
    expect(new Set(digests).size).toBe(2);
  });

  it.each([
    ['no-dockerfile', { 'train.py': '' }, 'failed to read dockerfile: open docker/Dockerfile'],
    [
      'typo',
      { 'docker/Dockerfile': '# mine\nFORM python:3\n' },
      'parse error on line 2: unknown instruction: FORM',
    ],
    ['no-from', { 'docker/Dockerfile': 'RUN ls\n' }, 'line 1: no build stage in current context'],
    ['no-file', { 'docker/Dockerfile': 'FROM a\nRUN a \\\n  b\nCOPY gone.txt .\n' }, 'Dockerfile:4'],
  ])('fails on %s with the words of Docker', async (name, files, says) => {
    await make(name, plain);
    const build = await finished(name, await folder(name, files));
    expect(failure(build)[0]).toBe('BUILD');
    expect(await logOf(build)).toContain(says);
  });

  it('fails where nothing lies', async () => {
    await make('empty', plain);
    expect(failure(await finished('empty')).slice(0, 2)).toEqual(['DOWNLOAD_SOURCE', 'CLIENT_ERROR']);
  });
});
