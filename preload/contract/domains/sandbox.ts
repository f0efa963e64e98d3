import { z } from 'zod';
import { jobOutcomes } from '../plain.ts';
import { method } from '../method.ts';

export const FaultClass = z.enum([
  'throttle',
  'server',
  'lost-before',
  'lost-after',
  'wrong-answer',
  'credentials',
  'quota',
  'time',
]);
export const FaultMoment = z.enum(['before', 'after']);
const via = z.enum(['wire', 'inside', 'any']);
const faultId = z.string().regex(/^F\d{1,2}$/);

/** One of F1 to F34. `client`: it happens before the account is reached and cannot be switched on here. */
export const FaultKind = z.object({
  id: faultId,
  key: z.string(),
  class: FaultClass,
  where: z.enum(['account', 'wire', 'client']),
  /** Moments that make sense, the usual one first. */
  when: z.array(FaultMoment).min(1),
});
export type FaultKind = z.infer<typeof FaultKind>;

export const FaultSwitch = z.object({
  id: z.string(),
  fault: faultId,
  /** Null: every service. */
  service: z.string().nullable(),
  /** Null: every call. */
  operation: z.string().nullable(),
  when: FaultMoment,
  via,
  /** Null: until it is switched off. */
  times: z.number().nullable(),
  /** How often it was met. */
  met: z.number(),
});
export type FaultSwitch = z.infer<typeof FaultSwitch>;

/** The account's own time. `speed`: seconds of the account in one of this computer's. */
export const AccountClock = z.object({ now: z.string(), mode: z.string(), speed: z.number() });
export type AccountClock = z.infer<typeof AccountClock>;

/** A machine of AWS Batch in this account, and the trainings that run on it. */
export const SandboxMachine = z.object({
  id: z.string(),
  type: z.string(),
  zone: z.string(),
  spot: z.boolean(),
  jobs: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type SandboxMachine = z.infer<typeof SandboxMachine>;

/** What can happen to a training of the sandbox account. `exit:N`, which only its control port takes, has no word. */
export const JobOutcome = z.enum(jobOutcomes);
export type JobOutcome = z.infer<typeof JobOutcome>;

/** What the next trainings meet. `times` null: until it is taken away. */
export const JobFate = z.object({
  id: z.string(),
  outcome: z.string(),
  times: z.number().nullable(),
  met: z.number(),
});
export type JobFate = z.infer<typeof JobFate>;

const name = z.string().regex(/^[\w-]{1,80}$/);
const day = 86_400;

/**
 * The account inside the program: what goes wrong in it, and its clock. Every method is refused with `sandbox.notInUse`
 * while another account is in use.
 */
export const sandbox = {
  faults: method({
    input: z.strictObject({}),
    output: z.strictObject({
      kinds: z.array(FaultKind),
      switches: z.array(FaultSwitch),
      /** What can be called, by the name that a request is signed for. */
      services: z.array(
        z.object({ service: z.string(), title: z.string(), operations: z.array(z.string()) }),
      ),
    }),
    effect: 'read',
  }),
  switchOn: method({
    input: z.strictObject({
      fault: faultId,
      service: name.nullable(),
      operation: name.nullable(),
      when: FaultMoment,
      via,
      times: z.number().int().min(1).max(1000).nullable(),
    }),
    output: FaultSwitch,
    effect: 'write',
  }),
  /** `id` null: all of them. */
  switchOff: method({
    input: z.strictObject({ id: name.nullable() }),
    output: z.strictObject({}),
    effect: 'write',
  }),
  /** Machines of AWS Batch in the region in use, what can happen to trainings, and what was chosen to happen. */
  jobFates: method({
    input: z.strictObject({}),
    output: z.strictObject({
      machines: z.array(SandboxMachine),
      chosen: z.array(JobFate),
    }),
    effect: 'read',
  }),
  /** EC2 takes a Spot machine back: two minutes of the account's time later it is gone. */
  takeBack: method({
    input: z.strictObject({ machine: name }),
    output: z.strictObject({}),
    effect: 'write',
  }),
  chooseFate: method({
    input: z.strictObject({
      outcome: JobOutcome,
      times: z.number().int().min(1).max(1000).nullable(),
    }),
    output: JobFate,
    effect: 'write',
  }),
  forgetFate: method({ input: z.strictObject({ id: name }), output: z.strictObject({}), effect: 'write' }),
  clock: method({ input: z.strictObject({}), output: AccountClock, effect: 'read' }),
  /** Moves the account's time on, and lets it run at `speed` from then on; what is due on the way happens. */
  advance: method({
    input: z.strictObject({
      seconds: z
        .number()
        .int()
        .min(0)
        .max(31 * day),
      speed: z.number().int().min(1).max(60).optional(),
    }),
    output: AccountClock,
    effect: 'write',
    timeoutMs: 120_000,
  }),
};
