import { z } from 'zod';
import { JobDetail, JobRow } from '../job.ts';
import { Message } from '../message.ts';
import { method } from '../method.ts';
import { Answers } from '../wizard.ts';
import { Snapshot } from './notebooks.ts';

const jobId = z.string().regex(/^[\w:-]{1,128}$/);
/** Of a job. */
const attempt = z.number().int().min(1).max(10).optional();

export const LogLine = z.strictObject({
  /** Place in the log as far as it is known here: grows with the time, stays with the line. */
  number: z.number().int(),
  at: z.string(),
  text: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;

/** Prices of machines as a small picture: what they were, and the usual price beside it. */
export const SpotPrices = z.strictObject({
  lines: z.array(
    z.strictObject({
      type: z.string(),
      /** The cheapest zone now. */
      zone: z.string(),
      /** Oldest first. */
      points: z.array(z.strictObject({ at: z.string(), usd: z.number() })),
      /** USD/h without Spot; null: not known. */
      usualUsd: z.number().nullable(),
    }),
  ),
});
export type SpotPrices = z.infer<typeof SpotPrices>;

/** Jobs of every kind. Submit, stop and run again are plans (`gpu-training`, `job-stop`). */
export const jobs = {
  list: method({
    /** `first`: of a long list no more than fills a page that opens. */
    input: z.strictObject({ refresh: z.boolean(), first: z.boolean().default(false) }),
    /** Changes since `version` come as `list` events. */
    output: z.strictObject({
      ...Snapshot,
      version: z.number().int(),
      rows: z.array(JobRow),
      firstOf: z.strictObject({ all: z.number().int(), running: z.number().int() }).nullable().default(null),
    }),
    effect: 'read',
    timeoutMs: 60_000,
    cancellable: true,
  }),
  get: method({
    input: z.strictObject({ id: jobId }),
    output: JobDetail,
    effect: 'read',
    cancellable: true,
  }),
  /** Parts of an array job. */
  parts: method({
    input: z.strictObject({ id: jobId }),
    output: z.strictObject({ rows: z.array(JobRow) }),
    effect: 'read',
    timeoutMs: 60_000,
    cancellable: true,
  }),
  /**
   * Lines of the log of an attempt, the last one where none is named, oldest first. Without `from` the newest; with it those after or before that line. `search`: only
   * lines that hold this text, of those that are here (`loaded`); `everywhere` asks AWS for the rest of the log first.
   */
  log: method({
    input: z.strictObject({
      id: jobId,
      attempt,
      from: z.number().int().nullable().default(null),
      direction: z.enum(['newer', 'older']).default('newer'),
      search: z.string().max(200).default(''),
      everywhere: z.boolean().default(false),
      limit: z.number().int().min(1).max(2_000).default(500),
    }),
    output: z.strictObject({
      lines: z.array(LogLine),
      /** Of a log that is too long to be here as a whole: lines before the first one that hold the text. */
      earlier: z.array(z.strictObject({ at: z.string(), text: z.string() })),
      /** How many lines are here, and how many of them hold the text that is searched for. */
      loaded: z.number().int(),
      matches: z.number().int(),
      /** Lines before the first one that is here exist, or may exist. */
      olderInAws: z.boolean(),
      /** Everything that AWS had when it was asked is here, up to the newest line. */
      upToDate: z.boolean(),
    }),
    effect: 'read',
    timeoutMs: 60_000,
    cancellable: true,
  }),
  /**
   * Numbers that the log prints as `name=value` or `name: value`, thinned out so that no peak is lost: of one
   * attempt, or of all of them as one.
   */
  numbers: method({
    input: z.strictObject({ id: jobId, attempt }),
    output: z.strictObject({
      series: z.array(
        z.strictObject({
          name: z.string(),
          points: z.array(z.strictObject({ at: z.string(), line: z.number().int(), value: z.number() })),
          /** Points before they were thinned out. */
          of: z.number().int(),
        }),
      ),
    }),
    effect: 'read',
    timeoutMs: 60_000,
    cancellable: true,
  }),
  /**
   * What is needed to run a training again: its name for `job-again`, and its answers under a name that is free for the
   * wizard. What cannot be had is null, and `whyNot` says why.
   */
  again: method({
    input: z.strictObject({ id: jobId }),
    output: z.strictObject({
      name: z.string().nullable(),
      answers: Answers.nullable(),
      whyNot: Message.nullable(),
    }),
    effect: 'read',
    cancellable: true,
  }),
  /** What the machines that these answers of `gpu-training` lead to cost on Spot, in the last 90 days. */
  spotPrices: method({
    input: z.strictObject({ answers: Answers }),
    output: SpotPrices,
    effect: 'read',
    timeoutMs: 60_000,
    cancellable: true,
  }),
};
