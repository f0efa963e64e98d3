/** What a container is given: the command with parameters filled in, and the environment with Batch's own variables. */
import type { SandboxAccount } from '../../engine/types.ts';
import { machines, type Job, type JobSpec } from './kinds.ts';
import { environmentOf, findJob, shortName } from './names.ts';

/** `Ref::name` in a command stands for the parameter of that name. */
export const commandOf = ({ container, parameters }: Readonly<JobSpec>): string[] =>
  (container.command ?? []).map((word) => {
    const name = /^Ref::(.+)$/.exec(word)?.[1];
    return name === undefined ? word : (parameters[name] ?? word);
  });

/** https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html */
export function environmentFor(
  account: SandboxAccount,
  region: string,
  job: Readonly<Job>,
  { container }: Readonly<JobSpec>,
): Record<string, string> {
  const machine = machines(account, region).get(job.now?.machine ?? '');
  const size = job.parent === undefined ? undefined : findJob(account, region, job.parent)?.array?.size;
  const own = (container.environment ?? []).map(({ name = '', value = '' }) => [name, value]);
  return {
    ...(Object.fromEntries(own) as Record<string, string>),
    AWS_BATCH_JOB_ID: job.id,
    AWS_BATCH_JOB_ATTEMPT: String(job.attempts.length + 1),
    AWS_BATCH_JQ_NAME: shortName(job.queue),
    AWS_BATCH_CE_NAME: environmentOf(account, region, machine?.environment ?? '')?.name ?? '',
    ...(job.index === undefined
      ? {}
      : { AWS_BATCH_JOB_ARRAY_INDEX: String(job.index), AWS_BATCH_JOB_ARRAY_SIZE: String(size ?? 0) }),
  };
}
