/** What has to be asked of AWS besides the job itself before anybody can say why it waits or failed. */
import type { Aws, AwsCallOptions, OutputOf } from '../aws/aws.ts';
import { orElse } from '../failure.ts';
import type { LogShelf } from '../logs/shelf.ts';
import { type Described, factsOf, logOf } from './details.ts';
import { type Environment, explain, type JobFacts } from './explain.ts';
import { limitOf, othersFor, type Place, wayOutOf } from './look-around.ts';

/** Enough for the end of a traceback. */
const tailLines = 20;

type Compute = NonNullable<OutputOf<'batch', 'DescribeComputeEnvironments'>['computeEnvironments']>[number];

/** Asks for what can matter to a job in this status, and nothing where it is as it should be. */
export async function findWhy(
  job: Described,
  aws: Aws,
  shelf: LogShelf,
  options: AwsCallOptions,
): Promise<Partial<JobFacts>> {
  if (job.status === 'SUBMITTED' || job.status === 'RUNNABLE') return waits(job, aws, options);
  if (job.status === 'FAILED' && (job.container?.exitCode ?? 0) !== 0)
    return optional(tailOf(job, aws, shelf, options));
  return {};
}

/** Parts that may be refused or late leave the rest as it is. */
const optional = <T extends object>(part: Promise<T>): Promise<Partial<T>> => orElse(part, {});

async function waits(job: Described, aws: Aws, options: AwsCallOptions): Promise<Partial<JobFacts>> {
  const { place, ...seen } = await optional(environmentsOf(job.jobQueue ?? '', aws, options));
  const facts = factsOf(job, aws.now());
  const why = explain({ ...facts, ...seen })?.id;
  const { asks } = facts;
  if (place === undefined || asks === undefined) return seen;
  if (why === 'capacity') return { ...seen, ...(await optional(othersFor(place, asks, aws, options))) };
  if (why !== 'undetermined' && why !== 'waits-long') return seen;
  const [limit, wayOut] = await Promise.all([
    optional(limitOf(place, asks, aws, options)),
    optional(wayOutOf(place, aws, options)),
  ]);
  return { ...seen, ...limit, ...wayOut };
}

async function environmentsOf(
  queueName: string,
  aws: Aws,
  options: AwsCallOptions,
): Promise<Partial<JobFacts> & { place?: Place }> {
  const { jobQueues: [queue] = [] } = await aws.call(
    'batch',
    'DescribeJobQueues',
    { jobQueues: [queueName] },
    options,
  );
  const names = (queue?.computeEnvironmentOrder ?? []).flatMap((one) => one.computeEnvironment ?? []);
  const queueOff = queue !== undefined && queue.state === 'DISABLED';
  if (names.length === 0) return { queueOff };
  const input = { computeEnvironments: names };
  const answer = await aws.call('batch', 'DescribeComputeEnvironments', input, options);
  const all = answer.computeEnvironments ?? [];
  const resources = all[0]?.computeResources;
  return {
    queueOff,
    environments: all.map(environment),
    ...(resources !== undefined && {
      place: {
        spot: resources.type === 'SPOT',
        instanceTypes: resources.instanceTypes ?? [],
        subnets: resources.subnets ?? [],
      },
    }),
  };
}

const environment = (one: Compute): Environment => ({
  name: one.computeEnvironmentName ?? '',
  state: one.state ?? '',
  status: one.status ?? '',
  reason: one.statusReason ?? '',
});

async function tailOf(
  job: Described,
  aws: Aws,
  shelf: LogShelf,
  options: AwsCallOptions,
): Promise<Partial<JobFacts>> {
  const { group, streams } = logOf(job);
  const stream = streams.at(-1);
  if (stream === undefined) return {};
  const book = shelf.book(aws, { group, stream });
  await book.newer(aws, options);
  return { logTail: book.lines.slice(-tailLines).map(({ text }) => text) };
}
