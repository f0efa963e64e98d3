import type {
  CreateRepositoryRequest,
  DescribeRepositoriesRequest,
  PutImageScanningConfigurationRequest,
  PutImageTagMutabilityRequest,
  Repository as Shown,
} from '@aws-sdk/client-ecr';
import { AwsError, type Call, type Operation, type SandboxAccount } from '../../engine/types.ts';
import { tagList, tagsFrom } from '../shared/tags.ts';
import {
  imageKind,
  imagesOf,
  invalid,
  notFound,
  onNamed,
  onRepository,
  registryHost,
  repositoryArn,
  repositoryIn,
  repositoryKind,
  type OfRepository,
  type Repository,
} from './kinds.ts';

// From the API model of ECR (botocore 1.43.11, ecr/2015-09-21), where names are matched part by part.
const part = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/; // eslint-disable-line security/detect-unsafe-regex -- AWS's own; the separator parts the words, so it is linear
const mutabilities = ['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION'];

function checkName(name: string): void {
  if (name.length < 2 || name.length > 256 || !name.split('/').every((one) => part.test(one)))
    throw invalid(
      'repositoryName',
      "must satisfy regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*'",
    );
}

function checkMutability(value: string | undefined): void {
  if (value !== undefined && !mutabilities.includes(value))
    throw invalid('imageTagMutability', `must satisfy enum value set: [${mutabilities.join(', ')}]`);
}

function shown(account: SandboxAccount, region: string, r: Readonly<Repository>): Shown {
  return {
    repositoryArn: repositoryArn(account, region, r.name),
    registryId: account.id,
    repositoryName: r.name,
    repositoryUri: `${registryHost(account, region)}/${r.name}`,
    createdAt: new Date(r.createdAt),
    imageTagMutability: r.mutability as NonNullable<Shown['imageTagMutability']>,
    imageScanningConfiguration: { scanOnPush: r.scanOnPush },
    encryptionConfiguration: r.encryption as NonNullable<Shown['encryptionConfiguration']>,
  };
}

const create: Operation<CreateRepositoryRequest & OfRepository> = {
  access: (call) => {
    const need = onNamed(
      call as Call<{ tags?: { Key?: string; Value?: string }[] }>,
      call.input.repositoryName,
    );
    return [need, ...(call.input.tags?.length ? [{ ...need, action: 'ecr:TagResource' }] : [])];
  },
  run({ account, region, input, now }) {
    checkName(input.repositoryName);
    checkMutability(input.imageTagMutability);
    const table = account.table(repositoryKind, region);
    if (table.get(input.repositoryName) !== undefined)
      throw new AwsError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${input.repositoryName}' already exists in the registry with id '${account.id}'`,
      );
    const given = input.encryptionConfiguration;
    const repository: Repository = {
      name: input.repositoryName,
      createdAt: now,
      mutability: input.imageTagMutability ?? 'MUTABLE',
      scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
      encryption: {
        encryptionType: given?.encryptionType ?? 'AES256',
        ...(given?.kmsKey === undefined ? {} : { kmsKey: given.kmsKey }),
      },
      tags: tagsFrom(input.tags),
      storedBytes: 0,
    };
    table.put(repository);
    return { repository: shown(account, region, repository) };
  },
};

const describe: Operation<DescribeRepositoriesRequest> = {
  access: (call) =>
    (call.input.repositoryNames ?? ['*']).map((name) => ({
      resource: repositoryArn(call.account, call.region, name),
    })),
  page: {
    items: 'repositories',
    input: 'nextToken',
    output: 'nextToken',
    limit: 'maxResults',
    defaultSize: 100,
    maxSize: 1000,
  },
  run({ account, region, input }) {
    const registry = input.registryId ?? account.id;
    const table = account.table(repositoryKind, region);
    const all = registry === account.id ? table.list() : [];
    const missing = input.repositoryNames?.find((name) => !all.some((r) => r.name === name));
    if (missing !== undefined) throw notFound(missing, registry);
    return {
      repositories: all
        .filter((r) => input.repositoryNames === undefined || input.repositoryNames.includes(r.name))
        .map((r) => shown(account, region, r)),
    };
  },
};

const remove: Operation<OfRepository & { force?: boolean }> = {
  access: onRepository,
  run(call) {
    const { account, region, input } = call;
    const repository = repositoryIn(call);
    const images = imagesOf(account, region, repository.name);
    if (images.length > 0 && input.force !== true)
      throw new AwsError(
        'RepositoryNotEmptyException',
        `The repository with name '${repository.name}' in registry with id '${account.id}' cannot be deleted because it still contains images`,
      );
    for (const image of images) account.table(imageKind, region).delete(imageKind.key(image));
    account.table(repositoryKind, region).delete(repository.name);
    return { repository: shown(account, region, repository) };
  },
};

function change<I extends OfRepository>(
  edit: (repository: Readonly<Repository>, input: I) => Repository,
  answer: (repository: Repository) => object,
): Operation<I> {
  return {
    access: onRepository,
    run(call) {
      const changed = edit(repositoryIn(call), call.input);
      call.account.table(repositoryKind, call.region).put(changed);
      return { registryId: call.account.id, repositoryName: changed.name, ...answer(changed) };
    },
  };
}

const putMutability = change<PutImageTagMutabilityRequest & OfRepository>(
  (repository, { imageTagMutability = 'MUTABLE' }) => {
    checkMutability(imageTagMutability);
    return { ...repository, mutability: imageTagMutability };
  },
  ({ mutability }) => ({ imageTagMutability: mutability }),
);

const putScanning = change<PutImageScanningConfigurationRequest & OfRepository>(
  (repository, { imageScanningConfiguration }) => ({
    ...repository,
    scanOnPush: imageScanningConfiguration?.scanOnPush ?? false,
  }),
  ({ scanOnPush }) => ({ imageScanningConfiguration: { scanOnPush } }),
);

interface OfArn {
  resourceArn: string;
  tags?: { Key?: string; Value?: string }[];
}

const nameIn = (arn: string) => arn.slice(arn.indexOf('/') + 1);
const onArn = (call: Call<OfArn>) => [onNamed(call, nameIn(call.input.resourceArn))];
const behind = ({ account, region, input }: Call<OfArn>) =>
  repositoryIn({ account, region, input: { repositoryName: nameIn(input.resourceArn) } });

const tag: Operation<OfArn> = {
  access: onArn,
  run(call) {
    const repository = behind(call);
    const tags = { ...repository.tags, ...tagsFrom(call.input.tags) };
    if (Object.keys(tags).length > 50)
      throw new AwsError('TooManyTagsException', 'The list of tags on the repository is over the limit.');
    call.account.table(repositoryKind, call.region).put({ ...repository, tags });
    return {};
  },
};

const untag: Operation<OfArn & { tagKeys: string[] }> = {
  access: onArn,
  run(call) {
    const repository = behind(call);
    const tags = Object.entries(repository.tags).filter(([key]) => !call.input.tagKeys.includes(key));
    call.account.table(repositoryKind, call.region).put({ ...repository, tags: Object.fromEntries(tags) });
    return {};
  },
};

export const repositoryOperations = {
  CreateRepository: create,
  DescribeRepositories: describe,
  DeleteRepository: remove,
  PutImageTagMutability: putMutability,
  PutImageScanningConfiguration: putScanning,
  TagResource: tag,
  UntagResource: untag,
  ListTagsForResource: {
    access: onArn,
    run: (call) => ({ tags: tagList(behind(call).tags) }),
  } satisfies Operation<OfArn>,
};
