/** Why a job waits. The first row that fits explains it: what is named by AWS before what is concluded here. */
import { type Environment, type ExplainRow, otherOf, type Seen, when } from './explain-row.ts';

const guide = 'https://docs.aws.amazon.com/batch/latest/userguide';
const stuck = `${guide}/job_stuck_in_runnable.html`;
const reference = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_JobDetail.html';

/** Getting a machine and its image takes up to ten minutes; after this nobody calls it usual. */
const usualSeconds = 15 * 60;

const invalid = ({ environments }: Seen): Environment | undefined =>
  environments.every(({ status }) => status === 'INVALID') ? environments[0] : undefined;

/** Fits where no environment of the queue can be used and AWS says this of the first. */
const environmentSays = (text: RegExp) => (seen: Seen) => {
  const environment = invalid(seen);
  return environment !== undefined && text.test(environment.reason)
    ? { params: { name: environment.name }, technical: environment.reason }
    : null;
};

const notYet = ({ status }: Seen): boolean => status === 'RUNNABLE' || status === 'SUBMITTED';
const late = (seen: Seen): boolean => notYet(seen) && (seen.waitedSeconds ?? 0) > usualSeconds;

export const waitingRows: readonly ExplainRow[] = [
  {
    id: 'environment-spot-role',
    action: 'mend-environment',
    source: 'https://github.com/aws/aws-cdk/issues/6706',
    fits: environmentSays(/IamFleetRole is invalid/i),
  },
  {
    id: 'environment-role',
    action: 'mend-environment',
    source: `${guide}/invalid_compute_environment.html`,
    fits: environmentSays(/assume\s?role|not authorized|ServiceRole|instance ?profile|InstanceRole/i),
  },
  {
    id: 'environment-quota',
    action: 'ask-quota',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html',
    fits: environmentSays(/vcpu ?limit|MaxSpotInstanceCountExceeded|Max spot instance count exceeded/i),
  },
  {
    id: 'environment-cluster',
    action: 'mend-environment',
    source: 'https://github.com/aws-samples/aws-batch-genomics/issues/9',
    fits: environmentSays(/Clusters can ?not be blank|ClusterNotFound/i),
  },
  {
    id: 'environment-network',
    action: 'mend-environment',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html',
    fits: environmentSays(/subnet|security group|InvalidGroup/i),
  },
  {
    id: 'environment-invalid',
    action: 'mend-environment',
    source: `${guide}/invalid_compute_environment.html`,
    fits: environmentSays(/^/),
  },
  {
    id: 'environment-broken',
    action: 'mend-environment',
    source: stuck,
    fits: ({ statusReason }) => when(/^ACTION_REQUIRED - CE\(s\)/.test(statusReason)),
  },
  {
    id: 'environment-off',
    action: 'mend-environment',
    source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeEnvironmentDetail.html',
    fits: (seen) =>
      when(
        notYet(seen) &&
          (seen.queueOff ||
            (seen.environments.length > 0 && seen.environments.every(({ state }) => state === 'DISABLED'))),
      ),
  },
  {
    id: 'capacity',
    action: 'run-again',
    source: `${guide}/job_stuck_in_runnable_capacity.html`,
    fits: (seen) =>
      when(/^CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY/.test(seen.statusReason), {
        params: otherOf(seen.others),
      }),
  },
  {
    id: 'too-large',
    action: 'mend-environment',
    source: reference,
    fits: ({ statusReason, asks }) =>
      when(/^MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE/.test(statusReason), {
        params: { vcpus: asks.vcpus ?? 'none' },
      }),
  },
  {
    id: 'fits-nowhere',
    action: 'run-again',
    source: reference,
    fits: ({ statusReason, asks }) =>
      when(/^MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT/.test(statusReason), {
        params: {
          memory: asks.memoryMb === null ? 'none' : { bytes: asks.memoryMb * 1_048_576 },
          gpus: asks.gpus ?? 0,
        },
      }),
  },
  {
    id: 'service-role',
    action: 'wait',
    source: reference,
    fits: ({ statusReason }) => when(/^MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS/.test(statusReason)),
  },
  {
    id: 'quota',
    action: 'ask-quota',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-limits.html',
    fits: (seen) =>
      seen.quota !== null && notYet(seen) && seen.quota.limit < seen.quota.need
        ? { params: { ...seen.quota } }
        : null,
  },
  {
    id: 'no-way-out',
    action: 'mend-environment',
    // A machine that cannot reach ECS never joins, and nothing says so: aws-samples/aws-batch-genomics#3.
    source: 'https://github.com/aws-samples/aws-batch-genomics/issues/3',
    fits: (seen) => when(notYet(seen) && seen.publicAddress === false),
  },
  {
    id: 'undetermined',
    action: 'run-again',
    source: `${guide}/job_stuck_in_runnable_undetermined.html`,
    fits: ({ statusReason }) => when(/^UNDETERMINED/.test(statusReason)),
  },
  {
    id: 'waits-for-job',
    action: 'wait',
    source: `${guide}/job_dependencies.html`,
    fits: ({ status }) => when(status === 'PENDING'),
  },
  {
    id: 'waits-long',
    action: 'wait',
    source: stuck,
    fits: (seen) =>
      late(seen)
        ? { params: { waited: { duration: seen.waitedSeconds ?? 0 }, ...otherOf(seen.others) } }
        : null,
  },
];
