/** Many jobs at once, for tests and benchmarks: as if they had been submitted and run, without their running. */
import type { SandboxAccount } from '../../engine/types.ts';
import { endedJobs, jobs, type Job, type JobStatus } from './kinds.ts';
import { isOver } from './job-life.ts';
import { batchArn, definitionNamed, queueNamed } from './names.ts';

export interface SeedJobs {
  queue: string;
  definition: string;
  /** How many of each status. Those that are not over stay as they are: nothing runs them. */
  counts: Partial<Record<JobStatus, number>>;
  /** How long ago the newest began, ms; default 1 s. */
  ago?: number;
  /** Default `seeded`. */
  name?: string;
}

/** Answers how many there are now. Each began a second after the one before. */
export function seedJobs(account: SandboxAccount, region: string, seed: SeedJobs): number {
  const queue = queueNamed(account, region, seed.queue).arn;
  const definition = definitionNamed(account, region, seed.definition);
  const total = Object.values(seed.counts).reduce((sum, n) => sum + n, 0);
  const first = account.clock.now() - (seed.ago ?? 1000) - (total - 1) * 1000;
  const spec: NonNullable<Job['spec']> = {
    container: structuredClone<unknown>(definition.container) as NonNullable<Job['spec']>['container'],
    vcpus: 1,
    memoryMib: 1024,
    gpus: 0,
    parameters: {},
    retry: { attempts: 1 },
    propagateTags: false,
  };
  let made = 0;
  for (const [status, count] of Object.entries(seed.counts) as [JobStatus, number][])
    for (let i = 0; i < count; i++) {
      const id = account.newId(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      const createdAt = first + made * 1000;
      const ran = isOver(status) || status === 'RUNNING';
      const exitCode = status === 'FAILED' ? 1 : 0;
      const job: Job = {
        id,
        name: `${seed.name ?? 'seeded'}-${made}`,
        arn: batchArn(account, region, `job/${id}`),
        queue,
        definition: definition.arn,
        status,
        createdAt,
        spec,
        dependsOn: [],
        attempts: [],
        tags: {},
        turn: 1,
        ...(ran ? { startedAt: createdAt + 500 } : {}),
        ...(isOver(status)
          ? {
              stoppedAt: createdAt + 60_500,
              statusReason: 'Essential container in task exited',
              last: { exitCode },
            }
          : {}),
      };
      (isOver(status) ? endedJobs : jobs)(account, region).put(job);
      made += 1;
    }
  return made;
}
