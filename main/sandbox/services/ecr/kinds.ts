import { AwsError, type Call, type Kind, type SandboxAccount } from '../../engine/types.ts';
import { requestTagContext, resourceTagContext, tagsFrom, type Tags } from '../shared/tags.ts';

/** A repository as it is kept. Times in ms of the account's clock. */
export interface Repository {
  name: string;
  createdAt: number;
  mutability: string;
  scanOnPush: boolean;
  encryption: { encryptionType: string; kmsKey?: string };
  tags: Tags;
  policy?: string;
  lifecycle?: { text: string; putAt: number };
  /** Of all its images. */
  storedBytes: number;
}

export interface Image {
  repository: string;
  digest: string;
  tags: string[];
  manifest: string;
  mediaType: string;
  bytes: number;
  pushedAt: number;
  pulledAt?: number;
}

const mib = 2 ** 20;
const gib = 2 ** 30;

export const repositoryKind: Kind<Repository> = {
  name: 'ecr/repository',
  scope: 'region',
  key: (r) => r.name,
  // Whole MiB, so that not each push makes a span of its own.
  billed: ({ storedBytes }) =>
    storedBytes === 0
      ? []
      : [
          {
            priceKey: 'ecr:storage',
            quantity: (Math.ceil(storedBytes / mib) * mib) / gib,
            unit: 'gb-month',
          },
        ],
};

/** Names of repositories cannot hold a colon, digests hold one: the first one parts the keys. */
export const imageKind: Kind<Image> = {
  name: 'ecr/image',
  scope: 'region',
  record: true,
  key: (i) => `${i.repository}:${i.digest}`,
};

export interface OfRepository {
  repositoryName: string;
  registryId?: string;
}

export function imagesOf(account: SandboxAccount, region: string, repository: string): Readonly<Image>[] {
  return account
    .table(imageKind, region)
    .range({ prefix: `${repository}:`, limit: 1_000_000 })
    .sort((a, b) => a.pushedAt - b.pushedAt);
}

export const notFound = (name: string, registry: string): AwsError =>
  new AwsError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registry}'`,
  );

/** The repository of a call, or AWS's error; another account's registry holds nothing that may be seen. */
export function repositoryIn({
  account,
  region,
  input,
}: Pick<Call<OfRepository>, 'account' | 'region' | 'input'>): Readonly<Repository> {
  const registry = input.registryId ?? account.id;
  const found =
    registry === account.id ? account.table(repositoryKind, region).get(input.repositoryName) : undefined;
  if (found === undefined) throw notFound(input.repositoryName, registry);
  return found;
}

export const repositoryArn = (account: SandboxAccount, region: string, name: string): string =>
  `arn:aws:ecr:${region}:${account.id}:repository/${name}`;

export const registryHost = (account: SandboxAccount, region: string): string =>
  `${account.id}.dkr.ecr.${region}.amazonaws.com`;

/** ECR's words for a parameter that it does not accept. */
export const invalid = (member: string, constraint: string): AwsError =>
  new AwsError(
    'InvalidParameterException',
    `Invalid parameter at '${member}' failed to satisfy constraint: '${constraint}'`,
  );

type Tagged = Call<{ repositoryName: string; tags?: { Key?: string; Value?: string }[] }>;

/** Asked on the repository, with its tags, its own policy and the tags that the call brings. */
export function onRepository(call: Call<OfRepository>) {
  return [onNamed(call as unknown as Tagged, call.input.repositoryName)];
}

export function onNamed(call: Call<{ tags?: { Key?: string; Value?: string }[] }>, name: string) {
  const { account, region, input } = call;
  const found = account.table(repositoryKind, region).get(name);
  return {
    resource: repositoryArn(account, region, name),
    context: {
      ...resourceTagContext(found?.tags ?? {}),
      ...resourceTagContext(found?.tags ?? {}, 'ecr:ResourceTag/'),
      ...requestTagContext(tagsFrom(input.tags)),
    },
    resourcePolicy: withResource(found?.policy, repositoryArn(account, region, name)),
  };
}

/** Policies of repositories name no resource: the repository is meant. */
function withResource(policy: string | undefined, arn: string): string | undefined {
  if (policy === undefined) return undefined;
  const document = JSON.parse(policy) as { Statement?: object | object[] };
  const Statement = [document.Statement ?? []].flat().map((s) => ({ Resource: arn, ...s }));
  return JSON.stringify({ ...document, Statement });
}
