/** The two texts that hang on a repository: who may use it, and when its images expire. */
import { AwsError, type Operation } from '../../engine/types.ts';
import { policyFault } from '../iam/validate.ts';
import {
  invalid,
  onRepository,
  repositoryIn,
  repositoryKind,
  type OfRepository,
  type Repository,
} from './kinds.ts';

const missing = (code: string, noun: string, name: string, registry: string) =>
  new AwsError(
    code,
    `${noun} does not exist for the repository with name '${name}' in the registry with id '${registry}'`,
  );

interface Text {
  /** Member of input and output that holds the text. */
  member: string;
  get: (repository: Readonly<Repository>) => string | undefined;
  set: (repository: Readonly<Repository>, text: string | undefined, now: number) => Repository;
  absent: { code: string; noun: string };
  check: (text: string) => void;
  /** Further members of what is read. */
  more?: (repository: Readonly<Repository>) => object;
}

function operationsOf({ member, get, set, absent, check, more }: Text) {
  const own = { access: onRepository };
  const answer = (name: string, registryId: string, text: string) => ({
    registryId,
    repositoryName: name,
    [member]: text,
  });
  const read: Operation<OfRepository> = {
    ...own,
    run(call) {
      const repository = repositoryIn(call);
      const text = get(repository);
      if (text === undefined) throw missing(absent.code, absent.noun, repository.name, call.account.id);
      return { ...answer(repository.name, call.account.id, text), ...more?.(repository) };
    },
  };
  const put: Operation<OfRepository & Record<string, unknown>> = {
    ...own,
    run(call) {
      const repository = repositoryIn(call);
      const text = call.input[member] as string;
      check(text);
      call.account.table(repositoryKind, call.region).put(set(repository, text, call.now));
      return answer(repository.name, call.account.id, text);
    },
  };
  const drop: Operation<OfRepository> = {
    ...own,
    async run(call) {
      const was = await read.run(call);
      call.account.table(repositoryKind, call.region).put(set(repositoryIn(call), undefined, call.now));
      return was;
    },
  };
  return { read, put, drop };
}

const lifecycle = operationsOf({
  member: 'lifecyclePolicyText',
  get: (r) => r.lifecycle?.text,
  set: ({ lifecycle: _, ...rest }, text, now) =>
    text === undefined ? rest : { ...rest, lifecycle: { text, putAt: now } },
  absent: { code: 'LifecyclePolicyNotFoundException', noun: 'Lifecycle policy' },
  check: (text) => {
    if (!Array.isArray((parsed(text) as { rules?: unknown } | undefined)?.rules))
      throw invalid('LifecyclePolicyText', 'Lifecycle policy validation failure');
  },
  more: (r) => ({ lastEvaluatedAt: new Date(r.lifecycle?.putAt ?? 0) }),
});

const access = operationsOf({
  member: 'policyText',
  get: (r) => r.policy,
  set: ({ policy: _, ...rest }, text) => (text === undefined ? rest : { ...rest, policy: text }),
  absent: { code: 'RepositoryPolicyNotFoundException', noun: 'Repository policy' },
  check: (text) => {
    if (typeof parsed(text) !== 'object' || policyFault(withAnyResource(text), 'bucket') !== null)
      throw invalid('PolicyText', 'Invalid repository policy provided');
  },
});

/** A repository's policy names no resource, where a bucket's must. */
function withAnyResource(text: string): string {
  const document = parsed(text) as { Statement?: object | object[] };
  const statements = [document.Statement ?? []].flat();
  return JSON.stringify({ ...document, Statement: statements.map((s) => ({ Resource: '*', ...s })) });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export const policyOperations = {
  PutLifecyclePolicy: lifecycle.put,
  GetLifecyclePolicy: lifecycle.read,
  DeleteLifecyclePolicy: lifecycle.drop,
  SetRepositoryPolicy: access.put,
  GetRepositoryPolicy: access.read,
  DeleteRepositoryPolicy: access.drop,
};
