/**
 * Everything that can go wrong, as one closed union of codes. Each code has its sentence in the word files under
 * `error.<code>.says` and its mending action under `error.<code>.mend`; a test fails on a code without both.
 */
import { z } from 'zod';
import { Message } from './message.ts';

export const errorCodes = [
  // what the person gave
  'input.invalid',
  'input.missing',
  'file.unreadable',
  'file.tooLarge',
  'file.unknownFormat',
  'answers.unknownWizard',
  // consent and plans
  'plan.notFound',
  'plan.changed',
  'plan.blocked',
  'plan.draft',
  'plan.alreadyApplied',
  'plan.wrongAccount',
  'plan.differsFromChangeSet',
  'plan.tampered',
  'plan.rejected',
  'plan.unknownTemplate',
  /** A CloudFormation export of a plan that does something else than make or change stacks from a template. */
  'plan.noTemplate',
  /** A plan file whose format has another number than this version's. */
  'plan.otherFormat',
  /** A value that is kept nowhere was not given with the start. */
  'secret.missing',
  'ticket.missing',
  'ticket.stale',
  'ticket.used',
  'ticket.wrongPlan',
  'digest.mismatch',
  // who and where
  'connection.none',
  'connection.signInNeeded',
  'connection.expired',
  'connection.invalid',
  'connection.noEndpoint',
  /** An account of AWS's China or government regions. */
  'connection.otherPartition',
  'clock.skewed',
  'permission.denied',
  'permission.deniedExplicitly',
  'permission.passRole',
  // AWS says no
  'quota.reached',
  'quota.hard',
  'name.taken',
  'name.takenByOther',
  /** The upper limit of roles is in the account, but not in the stack that is being made. */
  'name.boundaryStands',
  'state.wrong',
  'resource.notFound',
  'resource.inUse',
  'capacity.none',
  'role.notUsableYet',
  'aws.refusedInput',
  'aws.stackFailed',
  'aws.stackStuck',
  'aws.thingFailed',
  'throttled',
  // the way there
  'network.unreachable',
  'network.lost',
  'network.captivePortal',
  'network.proxy',
  'aws.unavailable',
  'aws.badAnswer',
  // this computer
  'disk.full',
  'disk.readOnly',
  'disk.notFolder',
  'state.damaged',
  'state.newer',
  'state.locked',
  /** Lines of the journal were lost, and AWS is being searched for what they said. */
  'state.reconciling',
  /** Lines about this task were lost, and AWS does not show that it is done. */
  'state.recordLost',
  'state.beforeLost',
  'price.unknown',
  // calls between window and main
  'call.unknown',
  'call.invalid',
  'call.refused',
  'call.timedOut',
  'call.cancelled',
  /** AWS answered all the time, and what was waited for did not come. */
  'wait.over',
  'outcome.unknown',
  /** A job was sent, the answer was lost, and no list shows it: it is not sent again by itself. */
  'job.unseen',
  /** A container image was not built: its words say why. */
  'image.notBuilt',
  /** AWS refuses to show how far something is that it was asked to do: it goes on. */
  'outcome.unseen',
  'notModelled',
  /** Something that only the account inside the program can do. */
  'sandbox.notInUse',
  'internal',
] as const;

export const ErrorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** What AWS said, one click away. Never holds a secret, a URL with a signature, or a request body. */
export const TechnicalDetails = z.strictObject({
  service: z.string().optional(),
  operation: z.string().optional(),
  awsCode: z.string().optional(),
  httpStatus: z.number().optional(),
  requestId: z.string().optional(),
  text: z.string().optional(),
});
export type TechnicalDetails = z.infer<typeof TechnicalDetails>;

/** A wrong answer, with the field that it belongs to. */
export const Problem = z.strictObject({ path: z.string(), says: Message });
export type Problem = z.infer<typeof Problem>;

export const AppError = z.strictObject({
  code: ErrorCode,
  /** The sentence: what happened. */
  says: Message,
  /** The one action that mends it. */
  mend: Message,
  problems: z.array(Problem).optional(),
  technical: TechnicalDetails.optional(),
});
export type AppError = z.infer<typeof AppError>;

export type Result<T> = { ok: true; value: T } | { ok: false; error: AppError };
