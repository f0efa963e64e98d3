/** ARNs, and things found by name or ARN, with the refusals of Batch. */
import { AwsError, type Call, type SandboxAccount } from '../../engine/types.ts';
import {
  definitions,
  endedJobs,
  environments,
  jobs,
  queues,
  type Definition,
  type Environment,
  type Job,
  type JobSpec,
  type Queue,
} from './kinds.ts';

export const batchArn = (account: SandboxAccount, region: string, what: string): string =>
  `arn:aws:batch:${region}:${account.id}:${what}`;

export const clientError = (text: string): AwsError => new AwsError('ClientException', text);

/** Batch wraps what its own checks find; as reported in ASFHyP3/hyp3#586 and fluidattacks/makes#697. */
export const refuse = (call: Pick<Call, 'requestId'>, text: string): AwsError =>
  clientError(`Error executing request, Exception : ${text}, RequestId: ${call.requestId}`);

/** `name` of an ARN or of a name. */
export const shortName = (nameOrArn: string): string => nameOrArn.split('/').at(-1) ?? '';

export const findEnvironment = (account: SandboxAccount, region: string, nameOrArn: string) =>
  environments(account, region).get(shortName(nameOrArn));

export const findQueue = (account: SandboxAccount, region: string, nameOrArn: string) =>
  queues(account, region).get(shortName(nameOrArn));

export function environmentNamed(account: SandboxAccount, region: string, nameOrArn: string) {
  const found: Readonly<Environment> | undefined = findEnvironment(account, region, nameOrArn);
  if (!found) throw clientError(`ComputeEnvironment ${nameOrArn} not found.`);
  return found;
}

/** Text as reported in base2genomics/batchit#13. */
export function queueNamed(account: SandboxAccount, region: string, nameOrArn: string): Readonly<Queue> {
  const found = findQueue(account, region, nameOrArn);
  if (!found) throw clientError(`JobQueue ${nameOrArn} not found.`);
  return found;
}

/**
 * `name`, `name:revision` or an ARN of either; without a revision the newest. Texts as reported in
 * aws-samples/aws-genomics-workflows#84 and azavea/raster-vision-aws#17.
 */
export function definitionNamed(
  account: SandboxAccount,
  region: string,
  given: string,
): Readonly<Definition> {
  const [name = '', revision] = shortName(given).split(':');
  const table = definitions(account, region);
  const found =
    revision === undefined ? table.list().findLast((d) => d.name === name) : table.get(`${name}:${revision}`);
  if (found) return found;
  throw clientError(
    given.startsWith('arn:')
      ? `JobDefinition ${given} not found.`
      : `JobDefinition name ${given} does not exist or is not in ACTIVE status`,
  );
}

export const findJob = (account: SandboxAccount, region: string, id: string): Readonly<Job> | undefined =>
  jobs(account, region).get(id) ?? endedJobs(account, region).get(id);

/** A child does what its parent says. */
export function specOf(account: SandboxAccount, region: string, job: Readonly<Job>): Readonly<JobSpec> {
  const spec = job.spec ?? findJob(account, region, job.parent ?? '')?.spec;
  if (!spec) throw new Error(`The job ${job.id} has nothing to do.`);
  return spec;
}

/** Batch names the cluster of an environment so. */
export const clusterOf = (e: Readonly<Environment>): string => `AWSBatch-${e.name}-${e.uuid}`;

/** By ARN, with its cluster. */
export function environmentOf(account: SandboxAccount, region: string, arn: string) {
  const found = findEnvironment(account, region, arn);
  return found?.arn === arn ? { name: found.name, cluster: clusterOf(found) } : undefined;
}

/** Things named by a list of names or ARNs; all without one. Unknown ones are left out, as Batch does. */
export function chosen<T extends { name: string }>(
  all: readonly T[],
  wanted: readonly string[] | undefined,
): T[] {
  if (!wanted?.length) return [...all];
  const names = new Set(wanted.map(shortName));
  return all.filter((one) => names.has(one.name));
}

export const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,127}$/;

/** Members that are there: what is kept and what is answered has no empty ones. */
export const present = <T extends object>(members: T) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
