/** A job as the list, its page and its receipt show it. */
import { z } from 'zod';
import { Message } from './message.ts';
import { RunAttempt, RunMoney } from './plan.ts';

/** Who runs it: AWS Batch, or a training job of SageMaker. */
export const JobKind = z.enum(['batch', 'training']);

/** What a job is doing, the same words for every kind. */
export const JobState = z.enum([
  'submitted',
  /** Waits for another job. */
  'blocked',
  /** Waits for a machine. */
  'waiting',
  'starting',
  'running',
  'succeeded',
  'failed',
  /** Ended by a person. */
  'stopped',
  'unknown',
]);
export type JobState = z.infer<typeof JobState>;

/** How many of the parts of an array job are where. */
export const JobParts = z.strictObject({
  size: z.number().int(),
  waiting: z.number().int(),
  running: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
});

export const JobRow = z.strictObject({
  id: z.string(),
  /** What a person called it: of a job of ours without the plan's id. Not unique. */
  name: z.string(),
  kind: JobKind,
  queue: z.string().nullable(),
  region: z.string(),
  state: JobState,
  /** When it came into this state, as far as AWS tells. */
  since: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** How often it was begun; null: the list does not tell. */
  attempts: z.number().int().nullable(),
  parts: JobParts.nullable(),
  /** USD/h now: 0 while it has no machine, null where nobody told which machine it has. */
  usdPerHour: z.number().nullable(),
  usdSoFar: z.number().nullable(),
  /** Of a job that a plan of ours submitted: the end of its name, the first eight digits of the plan's id or all of it. */
  planId: z.string().nullable(),
  /** Why it waits or failed; null: it is as it should be. */
  reason: Message.nullable(),
  /** What AWS says. */
  technical: z.string().nullable(),
});
export type JobRow = z.infer<typeof JobRow>;

/** What a person can do about it; the window knows the way there. */
export const JobAction = z.enum([
  'wait',
  'run-again',
  'ask-quota',
  'mend-environment',
  'choose-image',
  'read-log',
]);

/** Why a job waits or failed: what happened, what to do. */
export const JobExplanation = z.strictObject({
  /** Row of the table. */
  id: z.string(),
  says: Message,
  mend: Message,
  action: JobAction,
  /** What AWS or the script said. */
  technical: z.string().nullable(),
});
export type JobExplanation = z.infer<typeof JobExplanation>;

export const JobAttempt = z.strictObject({
  number: z.number().int(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  outcome: z.enum(['running', 'succeeded', 'failed', 'interrupted']),
  exitCode: z.number().nullable(),
  says: Message.nullable(),
  technical: z.string().nullable(),
  logStream: z.string().nullable(),
  /** As the start program of a training of ours says; null: nobody could tell. */
  machine: RunAttempt.shape.machine.default(null),
  /** Mean of the Spot price while it ran, USD/h, and what that makes; the machine alone. */
  usdPerHour: z.number().nullable().default(null),
  usd: z.number().nullable().default(null),
});
export type JobAttempt = z.infer<typeof JobAttempt>;

export const JobMoment = z.strictObject({
  at: z.string(),
  what: z.enum(['submitted', 'started', 'interrupted', 'retried', 'succeeded', 'failed', 'stopped']),
  attempt: z.number().int().nullable(),
  says: Message,
});
export type JobMoment = z.infer<typeof JobMoment>;

export const JobDetail = JobRow.extend({
  timeline: z.array(JobMoment),
  /** Oldest first. */
  attemptList: z.array(JobAttempt),
  attemptsAllowed: z.number().int().nullable(),
  /** Limit of one attempt in seconds. */
  attemptSeconds: z.number().nullable(),
  interruptions: z.number().int(),
  explanation: JobExplanation.nullable(),
  machine: z.strictObject({
    vcpus: z.number().nullable(),
    memoryMb: z.number().nullable(),
    gpus: z.number().nullable(),
    instanceType: z.string().nullable(),
  }),
  /** Null: nobody could tell on which machines it ran. */
  money: RunMoney.nullable().default(null),
  image: z.string().nullable(),
  /** What the script was given, in words where Millwright gave it. Values that may be secret are hidden. */
  environment: z.array(z.strictObject({ name: z.string(), value: z.string(), says: Message.nullable() })),
  log: z.strictObject({ group: z.string(), streams: z.array(z.string()) }),
  /** `s3://…` where the results go. */
  results: z.string().nullable(),
  checkpoints: z.string().nullable(),
  /** The job that it is a part of. */
  parentId: z.string().nullable(),
  /** Configuration as AWS names it. */
  technicalForm: z.record(z.string(), z.json()),
});
export type JobDetail = z.infer<typeof JobDetail>;
