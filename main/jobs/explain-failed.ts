/** Why a job failed. What AWS says of the machine stands before exit codes, which a script can choose as it likes. */
import { type ExplainRow, otherOf, type Seen, when } from './explain-row.ts';
import { lastError } from './last-error.ts';

const guide = 'https://docs.aws.amazon.com/batch/latest/userguide';
const ecs = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide';
const bootstrap = 'docs/training.md';

/** Both texts of AWS as one. */
const said = ({ statusReason, containerReason }: Seen): string => `${statusReason}\n${containerReason}`;

const canceled = (reason: string) => (seen: Seen) =>
  when(
    seen.statusReason.includes('by JobStateTimeLimit action due to reason:') &&
      seen.statusReason.includes(reason),
    {
      params: {
        ...otherOf(seen.others),
        vcpus: seen.asks.vcpus ?? 'none',
        memory: seen.asks.memoryMb === null ? 'none' : { bytes: seen.asks.memoryMb * 1_048_576 },
        gpus: seen.asks.gpus ?? 0,
      },
    },
  );

/** The image was not fetched, and AWS says this about it. */
const pull = (text: RegExp) => (seen: Seen) => {
  const all = said(seen);
  return when(/CannotPull\w*Error/.test(all) && text.test(all), { params: { image: seen.image ?? 'none' } });
};

const exit = (code: number) => (seen: Seen) => when(seen.exitCode === code, { params: { code } });

/**
 * Codes of the program that Millwright starts before the script. It says so in its log; where that line is not in the log
 * the code is the script's own.
 */
const ownCode = (code: number, id: string, action: ExplainRow['action']): ExplainRow => ({
  id,
  action,
  source: bootstrap,
  fits: ({ exitCode, logTail }) => {
    if (exitCode !== code) return null;
    const technical = logTail.findLast((line) => line.startsWith(`millwright: stopped with code ${code}`));
    if (technical === undefined && logTail.length > 0) return null;
    return technical === undefined ? {} : { technical };
  },
});

export const failedRows: readonly ExplainRow[] = [
  {
    id: 'gave-up-capacity',
    action: 'run-again',
    source: `${guide}/job_stuck_in_runnable_capacity.html`,
    fits: canceled('CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY'),
  },
  {
    id: 'gave-up-too-large',
    words: 'too-large',
    action: 'mend-environment',
    source: `${guide}/job_stuck_in_runnable_misconfiguration.html`,
    fits: canceled('MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE'),
  },
  {
    id: 'gave-up-fits-nowhere',
    words: 'fits-nowhere',
    action: 'run-again',
    source: `${guide}/job_stuck_in_runnable_misconfiguration.html`,
    fits: canceled('MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT'),
  },
  {
    id: 'gave-up-other',
    action: 'run-again',
    source: `${guide}/job_stuck_in_runnable.html`,
    fits: canceled(''),
  },
  {
    id: 'interrupted',
    action: 'run-again',
    // "Host EC2 (instance i-…) terminated."; on Fargate "Your Spot Task was interrupted."
    source: `${guide}/job_retries.html`,
    fits: ({ statusReason, attemptsAllowed }) =>
      when(/^(?:Host EC2|Your Spot Task was interrupted)/.test(statusReason), {
        params: { attempts: attemptsAllowed ?? 0 },
      }),
  },
  {
    id: 'image-missing',
    action: 'choose-image',
    source: 'https://github.com/aws-solutions-library-samples/aws-batch-arch-for-protein-folding/issues/17',
    fits: pull(/manifest unknown|not found|API error \(404\)/),
  },
  {
    id: 'image-too-often',
    action: 'choose-image',
    source: 'https://docs.docker.com/docker-hub/usage/pulls/',
    fits: pull(/toomanyrequests|pull rate limit/i),
  },
  {
    id: 'image-refused',
    action: 'choose-image',
    source: 'https://github.com/awslabs/aws-batch-helpers/issues/4',
    fits: pull(
      /no basic auth|pull access denied|AccessDenied|not authorized|insufficient_scope|may require|403 Forbidden/i,
    ),
  },
  {
    id: 'image-unreachable',
    action: 'mend-environment',
    source: 'https://github.com/aws-samples/aws-batch-with-ffmpeg/issues/21',
    fits: pull(/timeout|Client\.Timeout|deadline exceeded|request canceled|dial tcp|no such host/i),
  },
  {
    id: 'image-too-large',
    action: 'choose-image',
    source: `${ecs}/task_cannot_pull_image.html`,
    fits: pull(/no space left/i),
  },
  {
    id: 'image-not-fetched',
    action: 'choose-image',
    source: `${ecs}/task_cannot_pull_image.html`,
    fits: pull(/^/),
  },
  {
    id: 'role',
    action: 'run-again',
    source: `${ecs}/troubleshooting-assume-role.html`,
    fits: (seen) =>
      when(
        /unable to assume the role|cannot assume role|ResourceInitializationError: unable to pull secrets or registry auth/i.test(
          said(seen),
        ),
      ),
  },
  {
    id: 'no-gpu',
    action: 'run-again',
    source: 'https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/troubleshooting.html',
    fits: (seen) => when(/could not select device driver|nvidia-container-cli/i.test(said(seen))),
  },
  {
    id: 'cannot-start',
    action: 'choose-image',
    source: `${ecs}/cannot-start-container.html`,
    fits: (seen) =>
      when(/CannotStartContainerError|CannotCreateContainerError/.test(said(seen)) || seen.exitCode === 126),
  },
  {
    id: 'time-limit',
    action: 'run-again',
    source: `${guide}/job_timeouts.html`,
    fits: ({ statusReason, attemptSeconds }) =>
      when(/Job attempt duration exceeded timeout/.test(statusReason), {
        params: { limit: attemptSeconds === null ? 'none' : { duration: attemptSeconds } },
      }),
  },
  {
    id: 'part-failed',
    action: 'read-log',
    source: `${guide}/array_jobs.html`,
    fits: ({ statusReason }) => when(/Array Child Job failed/i.test(statusReason)),
  },
  {
    id: 'job-before-failed',
    action: 'read-log',
    source: `${guide}/job_dependencies.html`,
    fits: ({ statusReason }) => when(/Dependent Job failed/i.test(statusReason)),
  },
  {
    id: 'memory',
    action: 'run-again',
    // Exit codes other than 137 come with this text as well: amazon-ecs-agent#2467.
    source: 'https://github.com/aws/amazon-ecs-agent/issues/1187',
    fits: (seen) =>
      when(/OutOfMemory/.test(said(seen)) || seen.exitCode === 137, {
        params: { memory: seen.asks.memoryMb === null ? 'none' : { bytes: seen.asks.memoryMb * 1_048_576 } },
      }),
  },
  ownCode(90, 'bootstrap-no-tools', 'choose-image'),
  ownCode(91, 'bootstrap-no-code', 'run-again'),
  ownCode(92, 'bootstrap-no-data', 'run-again'),
  ownCode(93, 'bootstrap-no-rights', 'run-again'),
  ownCode(94, 'bootstrap-not-uploaded', 'run-again'),
  ownCode(95, 'bootstrap-disk-full', 'run-again'),
  ownCode(96, 'bootstrap-changed', 'run-again'),
  {
    id: 'not-found-command',
    action: 'run-again',
    source: 'https://www.gnu.org/software/bash/manual/html_node/Exit-Status.html',
    fits: exit(127),
  },
  {
    id: 'crashed',
    action: 'read-log',
    source: 'https://man7.org/linux/man-pages/man7/signal.7.html',
    fits: (seen) => exit(139)(seen) ?? exit(134)(seen),
  },
  {
    id: 'asked-to-end',
    action: 'run-again',
    source: 'https://man7.org/linux/man-pages/man7/signal.7.html',
    fits: exit(143),
  },
  {
    id: 'script-error',
    action: 'read-log',
    source: 'https://docs.python.org/3/tutorial/errors.html',
    fits: (seen) => {
      if (seen.exitCode === null || seen.exitCode === 0) return null;
      const error = lastError(seen.logTail);
      return {
        params: { code: seen.exitCode, error: error ?? 'none' },
        ...(seen.logTail.length > 0 && { technical: seen.logTail.slice(-5).join('\n') }),
      };
    },
  },
  {
    id: 'no-log',
    action: 'read-log',
    source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_AttemptContainerDetail.html',
    fits: () => ({}),
  },
];
