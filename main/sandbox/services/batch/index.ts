import type { Constraint, ServiceModule } from '../../engine/types.ts';
import { attemptFailures, attemptTimers, attemptTimes } from './attempts.ts';
import { controls } from './control.ts';
import { definitionOperations } from './definitions.ts';
import { environmentOperations } from './environments.ts';
import { environmentFailures, environmentTimers, environmentTimes } from './environment-states.ts';
import { jobOperations } from './jobs.ts';
import { machineTimers, machineTimes } from './machines.ts';
import { queueFailures, queueOperations, queueTimers, queueTimes } from './queues.ts';
import { schedulerTimers } from './scheduler.ts';
import { tagOperations } from './tags.ts';
import { soon } from './wake.ts';

export { choose, forget, type ChoiceSpec } from './choices.ts';
export { interruptJob } from './control.ts';
export {
  usePrograms,
  type JobPrograms,
  type JobStart,
  type Moment,
  type RunningProgram,
} from './programs.ts';
export { seedJobs, type SeedJobs } from './seed.ts';

const onOff: Constraint = { enum: ['ENABLED', 'DISABLED'] };
const pageSize: Constraint = { min: 1 };

export const batch: ServiceModule = {
  signingName: 'batch',
  iamPrefix: 'batch',
  title: 'Batch',
  sdk: () => import('@aws-sdk/client-batch'),
  operations: {
    ...environmentOperations,
    ...queueOperations,
    ...definitionOperations,
    ...jobOperations,
    ...tagOperations,
  },
  constraints: {
    CreateComputeEnvironment: { type: { enum: ['MANAGED', 'UNMANAGED'] }, state: onOff },
    UpdateComputeEnvironment: { state: onOff },
    CreateJobQueue: { state: onOff },
    UpdateJobQueue: { state: onOff },
    ListJobs: {
      jobStatus: {
        enum: ['SUBMITTED', 'PENDING', 'RUNNABLE', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED'],
      },
      maxResults: pageSize,
    },
    CancelJob: { reason: { max: 1024 } },
    TerminateJob: { reason: { max: 1024 } },
    UntagResource: { tagKeys: { min: 1, max: 50 }, 'tagKeys[]': { min: 1, max: 128 } },
  },
  times: {
    'compute environment: CREATING until VALID': environmentTimes.create,
    'compute environment: UPDATING until VALID': environmentTimes.update,
    'compute environment: UPDATING with other machines': environmentTimes.replaceMachines,
    'compute environment: DELETING until gone': environmentTimes.delete,
    'job queue: CREATING until VALID': queueTimes.create,
    'job queue: UPDATING until VALID': queueTimes.update,
    'job queue: DELETING until gone': queueTimes.delete,
    'job: SUBMITTED until it is looked at': soon,
    'job: STARTING until RUNNING': attemptTimes.pull,
    'machine: launched until it takes jobs': machineTimes.start,
    'machine: idle until it is ended': machineTimes.idle,
    'machine: Spot notice until it is gone': attemptTimes.interruption,
  },
  timers: {
    ...environmentTimers,
    ...queueTimers,
    ...machineTimers,
    ...attemptTimers,
    ...schedulerTimers,
  },
  fails: { ...environmentFailures, ...queueFailures, ...attemptFailures },
  controls,
  notModelled: [
    'Containers: programs that ship with the sandbox run in their place, known by digest; for any other the log says that it was not run, and the job ends well after 300 seconds unless another outcome was chosen.',
    'Fargate, EKS, multi-node jobs, scheduling policies and fair share, service environments, consumable resources.',
    'Only memory, vCPUs and GPUs decide where a job fits; a machine has 96 % of its memory less 32 MiB for jobs.',
    'A machine is billed from its launch on, with a disk of 30 GB and a public address; the least of a minute is not.',
    'A missing vCPU quota shows as UNDETERMINED; key pairs, launch templates and images of one’s own are kept and not looked at.',
    'Finished jobs are kept; AWS forgets them after some days.',
    'Refusals without a public report are in the sandbox’s own words, under ClientException.',
  ],
};
