/**
 * A wizard as data. Main owns the definition (schema of the answers, changes); the window draws this description from a
 * closed registry of controls and never runs wizard code of its own.
 */
import { z } from 'zod';
import { Message } from './message.ts';
import { Problem } from './errors.ts';
import { stations } from './plain.ts';

export { stations };
export const Station = z.enum(stations);
export type Station = z.infer<typeof Station>;

/** Shown only when the answer at `path` is one of `is`. */
export const Condition = z.strictObject({ path: z.string(), is: z.array(z.json()) });

export const Option = z.strictObject({
  value: z.string(),
  label: Message,
  description: Message.optional(),
  /** Technical name, small: `ml.t3.medium`. */
  code: z.string().optional(),
  /** Prices on a choice card, USD; null = "?" . Month = 730 h, never stopped. Absent: what ends by itself has none. */
  price: z
    .strictObject({
      hour: z.number().nullable(),
      day: z.number().nullable().optional(),
      month: z.number().nullable().optional(),
    })
    .optional(),
  disabledBecause: Message.optional(),
});
export type Option = z.infer<typeof Option>;

export const Control = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    placeholder: Message.optional(),
    maxLength: z.number().optional(),
  }),
  z.strictObject({
    type: z.literal('number'),
    min: z.number(),
    max: z.number(),
    step: z.number(),
    unit: Message.optional(),
  }),
  z.strictObject({ type: z.literal('cards') }),
  z.strictObject({ type: z.literal('select') }),
  /** A list of existing things, or "new" with a text field for the name. */
  z.strictObject({ type: z.literal('choose-or-create'), createLabel: Message, namePath: z.string() }),
  /** The text of a file; its name goes to `namePath`. Another file may lead to other questions. */
  z.strictObject({
    type: z.literal('file'),
    namePath: z.string(),
    accept: z.string(),
    maxBytes: z.number(),
  }),
  /**
   * Files of this computer, or a whole folder of them, that are laid ready for an upload: the answer is `stage:ID`. Or an
   * address in S3, `s3://bucket/folder/`.
   */
  z.strictObject({ type: z.literal('files'), folder: z.boolean() }),
  z.strictObject({ type: z.literal('toggle') }),
  z.strictObject({ type: z.literal('time') }),
  z.strictObject({ type: z.literal('time-zone') }),
]);
export type Control = z.infer<typeof Control>;

export const Field = z.strictObject({
  path: z.string(),
  label: Message,
  /** The rule under the field: "Letters, digits and single hyphens, up to 63." */
  hint: Message.optional(),
  /** The help column. */
  help: z.array(z.strictObject({ title: Message, text: Message })).optional(),
  control: Control,
  /** A question that must be answered; at most five per wizard. All else has a safe default. */
  required: z.boolean(),
  /** Behind the closed "Safe defaults" line. */
  advanced: z.boolean(),
  /** How the closed line names this default: "disk 20 GB". */
  summary: Message.optional(),
  when: Condition.optional(),
  /** Heading above the first of the fields that belong together. */
  group: Message.optional(),
  /** What the answer allows, told in red above it. */
  dangers: z.array(Message).optional(),
});
export type Field = z.infer<typeof Field>;

export const WizardStep = z.strictObject({
  station: Station,
  title: Message,
  description: Message.optional(),
  fields: z.array(Field),
});

export const WizardDescription = z.strictObject({
  id: z.string(),
  goal: Message,
  /** Usual price and time, on the goal card: "from $0.05 an hour · 5 min". */
  cardNote: Message,
  icon: z.string(),
  /** Answers may come from an old configuration in a file: `plans.openFile`. */
  fromFile: z.literal(true).optional(),
  steps: z.array(WizardStep),
});
export type WizardDescription = z.infer<typeof WizardDescription>;

/** Answers are nested plain JSON; `path` is dotted: `disk.sizeGb`. */
export const Answers = z.record(z.string(), z.json());
export type Answers = z.infer<typeof Answers>;

export const WizardSession = z.strictObject({
  description: WizardDescription,
  answers: Answers,
  station: Station,
  /** Options of fields that have them, by path; they depend on what exists in the account. */
  options: z.record(z.string(), z.array(Option)),
  /** Paths whose options could not be loaded, with why. */
  optionsMissing: z.record(z.string(), Message),
  pricesAsOf: z.string().nullable(),
  /** Prices that the questions show and the price book does not hold. */
  pricesMissing: z.number(),
});
export type WizardSession = z.infer<typeof WizardSession>;

export const WizardCheck = z.strictObject({
  problems: z.array(Problem),
  summaries: z.record(z.string(), Message),
});
