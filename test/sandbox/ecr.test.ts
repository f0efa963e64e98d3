/** Repositories of container images: what they hold, refuse, bill, and how a stack owns them. */
import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from './support/notebooks.ts';
import { awsCli, hasAwsCli, testSandbox, type TestSandbox } from './support/sandbox.ts';
import { outputs, stacksOf, type Stacks } from './support/stacks.ts';

const found = await hasAwsCli();
if (!found) console.warn('not run here: the AWS command line is not installed');

let sandbox: TestSandbox;
let ecr: ECRClient;
let stacks: Stacks;
beforeAll(async () => {
  sandbox = await testSandbox();
  ecr = new ECRClient(sandbox.client);
  stacks = stacksOf(sandbox);
});
afterAll(() => sandbox.end());

const mib = 2 ** 20;
const manifest = (name: string, bytes = 3 * mib) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { digest: `sha256:${name}`, size: 1000 },
    layers: [{ size: bytes - 1000 }],
  });
const make = (repositoryName: string, more: object = {}) =>
  ecr.send(new CreateRepositoryCommand({ repositoryName, ...more }));
const push = (repositoryName: string, name: string, imageTag?: string, bytes?: number) =>
  ecr.send(
    new PutImageCommand({
      repositoryName,
      imageManifest: manifest(name, bytes),
      ...(imageTag === undefined ? {} : { imageTag }),
    }),
  );
const ledger = (key: string) => sandbox.ledger().find((e) => e.kind === 'ecr/repository' && e.key === key)!;

describe('repositories', () => {
  it('are made once, described in pages, tagged, and deleted when empty', async () => {
    const { repository } = await make('training/tensorflow', { tags: [{ Key: 'a', Value: 'b' }] });
    expect(repository).toMatchObject({
      repositoryArn: `arn:aws:ecr:us-east-1:${sandbox.account.id}:repository/training/tensorflow`,
      repositoryUri: `${sandbox.account.id}.dkr.ecr.us-east-1.amazonaws.com/training/tensorflow`,
      imageTagMutability: 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
    expect(await refusal(make('training/tensorflow'))).toBe(
      `RepositoryAlreadyExistsException: The repository with name 'training/tensorflow' already exists in the registry with id '${sandbox.account.id}'`,
    );
    expect(await refusal(make('Training'))).toMatch(/^InvalidParameterException: .*repositoryName/);
    const resourceArn = repository!.repositoryArn!;
    await ecr.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'c', Value: 'd' }] }));
    await ecr.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
    expect((await ecr.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([
      { Key: 'c', Value: 'd' },
    ]);
    await make('second');
    const page = await ecr.send(new DescribeRepositoriesCommand({ maxResults: 1 }));
    const rest = await ecr.send(
      new DescribeRepositoriesCommand({ maxResults: 1, nextToken: page.nextToken }),
    );
    expect([...page.repositories!, ...rest.repositories!].map((r) => r.repositoryName)).toEqual([
      'training/tensorflow',
      'second',
    ]);
    expect(rest.nextToken).toBeUndefined();
    await ecr.send(new DeleteRepositoryCommand({ repositoryName: 'second' }));
    expect(await refusal(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['second'] })))).toBe(
      `RepositoryNotFoundException: The repository with name 'second' does not exist in the registry with id '${sandbox.account.id}'`,
    );
  });

  it('keep a lifecycle policy and a policy of their own', async () => {
    const repositoryName = 'policies';
    await make(repositoryName);
    const rules = [
      {
        rulePriority: 1,
        description: 'the last three',
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 3 },
        action: { type: 'expire' },
      },
    ];
    const lifecyclePolicyText = JSON.stringify({ rules });
    expect(await refusal(ecr.send(new GetLifecyclePolicyCommand({ repositoryName })))).toBe(
      `LifecyclePolicyNotFoundException: Lifecycle policy does not exist for the repository with name 'policies' in the registry with id '${sandbox.account.id}'`,
    );
    await ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
    expect(await ecr.send(new GetLifecyclePolicyCommand({ repositoryName }))).toMatchObject({
      lifecyclePolicyText,
    });
    expect(
      await refusal(
        ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: 'x'.repeat(120) })),
      ),
    ).toMatch(/^InvalidParameterException: .*LifecyclePolicyText/);
    await ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName }));
    const set = (document: unknown) =>
      ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText: JSON.stringify(document) }));
    expect(await refusal(set({ Statement: 'none' }))).toMatch(/^InvalidParameterException: .*PolicyText/);
    expect(await refusal(ecr.send(new GetRepositoryPolicyCommand({ repositoryName })))).toMatch(
      /^RepositoryPolicyNotFoundException/,
    );
  });

  it('let in whom their own policy names, and nobody else', async () => {
    const repositoryName = 'shared';
    await make(repositoryName);
    const iam = new IAMClient(sandbox.client);
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'reader' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'reader' }));
    const credentials = {
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    };
    const reader = new ECRClient({ ...sandbox.client, credentials });
    const read = () => reader.send(new ListImagesCommand({ repositoryName }));
    expect(await refusal(read())).toMatch(
      /^AccessDeniedException: .*ecr:ListImages on resource: arn:aws:ecr:us-east-1:\d+:repository\/shared/,
    );
    await ecr.send(
      new SetRepositoryPolicyCommand({
        repositoryName,
        policyText: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { AWS: User!.Arn }, Action: 'ecr:ListImages' }],
        }),
      }),
    );
    expect((await read()).imageIds).toEqual([]);
  });
});

describe('images', () => {
  it('have a digest and tags that move, are listed, fetched and deleted', async () => {
    const repositoryName = 'images';
    await make(repositoryName);
    const first = (await push(repositoryName, 'one', 'latest')).image!.imageId!.imageDigest!;
    expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await refusal(push(repositoryName, 'one', 'latest'))).toBe(
      `ImageAlreadyExistsException: Image with digest '${first}' and tag 'latest' already exists in the repository with name 'images' in registry with id '${sandbox.account.id}'`,
    );
    await push(repositoryName, 'one', 'v1');
    await sandbox.advance(1);
    const second = (await push(repositoryName, 'two', 'latest')).image!.imageId!.imageDigest!;
    const ids = async () => (await ecr.send(new ListImagesCommand({ repositoryName }))).imageIds;
    expect(await ids()).toEqual([
      { imageDigest: first, imageTag: 'v1' },
      { imageDigest: second, imageTag: 'latest' },
    ]);
    const { imageDetails } = await ecr.send(
      new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'latest' }] }),
    );
    expect(imageDetails).toEqual([
      expect.objectContaining({ imageDigest: second, imageTags: ['latest'], imageSizeInBytes: 3 * mib }),
    ]);
    expect(
      await refusal(ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'v9' }] }))),
    ).toMatch(/^ImageNotFoundException: The image with imageId \{imageDigest:'null', imageTag:'v9'\}/);
    const got = await ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }, { imageTag: 'v9' }] }),
    );
    expect(got.images!.map((i) => i.imageManifest)).toEqual([manifest('one')]);
    expect(got.failures!.map((f) => f.failureCode)).toEqual(['ImageNotFound']);
    await push(repositoryName, 'three');
    const untagged = await ecr.send(
      new ListImagesCommand({ repositoryName, filter: { tagStatus: 'UNTAGGED' } }),
    );
    expect(untagged.imageIds).toHaveLength(1);
    const gone = await ecr.send(
      new BatchDeleteImageCommand({
        repositoryName,
        imageIds: [{ imageTag: 'v1' }, { imageDigest: second }, ...untagged.imageIds!],
      }),
    );
    expect(gone.imageIds).toHaveLength(3);
    expect(await ids()).toEqual([]);
  });

  it('of an immutable repository keep their tag; what is no manifest is refused', async () => {
    const repositoryName = 'fixed';
    await make(repositoryName);
    await ecr.send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'IMMUTABLE' }));
    await push(repositoryName, 'one', 'v1');
    expect(await refusal(push(repositoryName, 'two', 'v1'))).toMatch(
      /^ImageTagAlreadyExistsException: .*'v1'/,
    );
    expect(
      await refusal(ecr.send(new PutImageCommand({ repositoryName, imageManifest: 'not json' }))),
    ).toMatch(/^InvalidParameterException: .*Invalid JSON syntax/);
    const wrong = { repositoryName, imageManifest: manifest('x'), imageDigest: `sha256:${'0'.repeat(64)}` };
    expect(await refusal(ecr.send(new PutImageCommand(wrong)))).toMatch(/^ImageDigestDoesNotMatchException/);
  });

  it('are billed by what they weigh until they are gone; a full repository is not deleted without force', async () => {
    const repositoryName = 'heavy';
    await make(repositoryName);
    expect(ledger(repositoryName).billed).toEqual([]);
    await push(repositoryName, 'one', 'a', 512 * mib);
    await sandbox.advance(3600);
    await push(repositoryName, 'two', 'b', 512 * mib);
    expect(ledger(repositoryName).billed).toEqual([
      expect.objectContaining({ priceKey: 'ecr:storage', quantity: 0.5, unit: 'gb-month' }),
      expect.objectContaining({ quantity: 1, to: null }),
    ]);
    expect(await refusal(ecr.send(new DeleteRepositoryCommand({ repositoryName })))).toBe(
      `RepositoryNotEmptyException: The repository with name 'heavy' in registry with id '${sandbox.account.id}' cannot be deleted because it still contains images`,
    );
    await ecr.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
    expect(ledger(repositoryName).goneAt).not.toBeNull();
    expect(ledger(repositoryName).billed.every((span) => span.to !== null)).toBe(true);
    await make(repositoryName);
    expect((await ecr.send(new ListImagesCommand({ repositoryName }))).imageIds).toEqual([]);
  });

  it('need a token that has the form of AWS’s', async () => {
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const [data] = authorizationData!;
    expect(Buffer.from(data!.authorizationToken!, 'base64').toString()).toMatch(/^AWS:/);
    expect(data!.proxyEndpoint).toBe(`https://${sandbox.account.id}.dkr.ecr.us-east-1.amazonaws.com`);
    expect(data!.expiresAt!.getTime() - sandbox.account.clock.now()).toBe(12 * 3_600_000);
  });
});

describe('a stack', () => {
  const template = (properties: string) => `
Resources:
  Images:
    Type: AWS::ECR::Repository
    Properties: {${properties}}
Outputs:
  Name: {Value: !Ref Images}
  Uri: {Value: !GetAtt Images.RepositoryUri}
`;
  const remove = async (name: string) => {
    const { StackId } = await stacks.stack(name);
    await new CloudFormationClient(sandbox.client).send(new DeleteStackCommand({ StackName: name }));
    return stacks.rest(StackId!);
  };

  it('makes a repository with a name of its own, changes it in place, and empties it when told to', async () => {
    const stack = await stacks.deploy('images', {
      ChangeSetType: 'CREATE',
      TemplateBody: template('EmptyOnDelete: true, Tags: [{Key: a, Value: b}]'),
    });
    const { Name: name, Uri } = outputs(stack);
    expect(name).toMatch(/^images-images-[a-z0-9]{12}$/);
    expect(Uri).toBe(`${sandbox.account.id}.dkr.ecr.us-east-1.amazonaws.com/${name!}`);
    const seen = await stacks.changeSet('images', {
      ChangeSetType: 'UPDATE',
      TemplateBody: template(
        'EmptyOnDelete: true, ImageTagMutability: IMMUTABLE, ImageScanningConfiguration: {ScanOnPush: true}, Tags: [{Key: a, Value: c}]',
      ),
    });
    expect(seen.Changes!.map((c) => c.ResourceChange!.Replacement)).toEqual(['False']);
    expect((await stacks.execute('images')).StackStatus).toBe('UPDATE_COMPLETE');
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name!] }));
    expect(repositories![0]).toMatchObject({
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
    });
    await push(name!, 'one', 'v1');
    expect((await remove('images')).StackStatus).toBe('DELETE_COMPLETE');
    expect(ledger(name!).goneAt).not.toBeNull();
  });

  it('that was not told so is stuck at a repository with images', async () => {
    await stacks.deploy('full', {
      ChangeSetType: 'CREATE',
      TemplateBody: template('RepositoryName: full/one'),
    });
    await push('full/one', 'one', 'v1');
    const replaced = await stacks.changeSet('full', {
      ChangeSetType: 'UPDATE',
      TemplateBody: template('RepositoryName: full/two'),
    });
    expect(replaced.Changes!.map((c) => c.ResourceChange!.Replacement)).toEqual(['True']);
    const stuck = await remove('full');
    expect(stuck.StackStatus).toBe('DELETE_FAILED');
    const failed = (await stacks.events('full')).find((e) => e.ResourceStatus === 'DELETE_FAILED');
    expect(failed!.ResourceStatusReason).toMatch(
      /The repository with name 'full\/one' in registry with id '\d+' cannot be deleted because it still contains images \(Service: Ecr, Status Code: 400/,
    );
  });
});

describe.skipIf(!found)('the AWS command line', () => {
  const aws = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await awsCli(sandbox.listening, 'ecr', ...args, '--output', 'json');
    if (code !== 0) throw new Error(stderr.trim());
    return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
  };

  it('makes a repository, puts an image, lists and deletes', async () => {
    await aws('create-repository', '--repository-name', 'cli');
    await aws(
      'put-image',
      '--repository-name',
      'cli',
      '--image-tag',
      'v1',
      '--image-manifest',
      manifest('cli'),
    );
    const { imageDetails } = await aws('describe-images', '--repository-name', 'cli');
    expect(imageDetails).toEqual([expect.objectContaining({ imageTags: ['v1'], imageSizeInBytes: 3 * mib })]);
    await expect(aws('delete-repository', '--repository-name', 'cli')).rejects.toThrow(
      '(RepositoryNotEmptyException)',
    );
    await aws('delete-repository', '--repository-name', 'cli', '--force');
  }, 60_000);
});
