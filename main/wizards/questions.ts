/**
 * Questions beside the schema of their answers: the rule of an answer, the control that asks for it, the words of its
 * closed default and the template parameters that follow from it stand in one place. What a wizard shows, defaults to and
 * passes on is read off its schema.
 */
import { z } from 'zod';
import { message, Message } from '../../preload/contract/message.ts';
import type { Answers, Field, Station } from '../../preload/contract/wizard.ts';

export interface Question<V> {
  station: Station;
  control: Field['control'];
  /** One of at most five that must be answered. */
  required?: true;
  /** Behind the closed "Safe defaults" line. */
  advanced?: true;
  /** There is a line under the field: `<wizard>.<path>.hint`. */
  hint?: true;
  /** Why it is asked and what follows, beside the field: `<wizard>.help.<name>` and `<wizard>.help.<name>.text`. */
  help: [string, ...string[]];
  when?: Field['when'];
  /** What stands in the field at first, where the schema has no default. */
  first?: V;
  /** Words of the closed line: name below `<wizard>.<path>`, and its values; `group` holds the answers beside it. */
  summary?: (value: V, group: Record<string, unknown>) => [name: string, params?: Message['params']];
}

/** Where a question stands. */
export const basics = { station: 'basics' } as const;
export const money = { station: 'money' } as const;
/** Behind the closed "Safe defaults" line. */
export const safe = { ...basics, advanced: true } as const;
export const safeMoney = { ...money, advanced: true } as const;

export const whole = (min: number, max: number, wrong: string) =>
  z.number(wrong).int(wrong).min(min, wrong).max(max, wrong);

type Parameters = Record<string, string>;
/** A question as kept: who asks it knows the type of its answers. */
type Meta = Omit<Question<never>, 'first'> & { first?: unknown };

const questions = new WeakMap<z.core.$ZodType, Meta>();
const parameters = new WeakMap<z.core.$ZodType, (value: never) => Parameters>();

/** Puts a question to an answer; optionally with the template parameters that follow from this answer alone. */
export function ask<S extends z.ZodType>(
  schema: S,
  question: Question<z.output<S>>,
  parametersFrom?: (value: z.output<S>) => Parameters,
): S {
  questions.set(schema, question);
  return parametersFrom ? passes(schema, parametersFrom) : schema;
}

/** Template parameters that follow from an answer, or from a group of answers together. */
export function passes<S extends z.ZodType>(schema: S, from: (value: z.output<S>) => Parameters): S {
  parameters.set(schema, from);
  return schema;
}

interface Place {
  path: string;
  schema: z.core.$ZodType;
}

type Shape = Record<string, z.core.$ZodType>;

/** The members of an object below its defaults, or undefined for a single answer. */
function membersOf(schema: z.core.$ZodType): Shape | undefined {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault)
    return membersOf(schema.def.innerType);
  return undefined;
}

/** Every schema in the tree, in the order in which it is written. */
function* walk(schema: z.core.$ZodType, path = ''): Generator<Place> {
  yield { path, schema };
  for (const [name, inner] of Object.entries(membersOf(schema) ?? {}))
    yield* walk(inner, path === '' ? name : `${path}.${name}`);
}

/** The answer at a dotted path; undefined when nothing is there. */
export function answerAt(answers: unknown, path: string): unknown {
  if (path === '') return answers;
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
      answers,
    );
}

const asked = (schema: z.ZodType): (Place & { question: Meta })[] =>
  [...walk(schema)].flatMap((place) => {
    const question = questions.get(place.schema);
    return question ? [{ ...place, question }] : [];
  });

/** The fields of one station, in the order of the schema. Their words stand under `wizard.<wizardId>.<path>`. */
export function fieldsOf(schema: z.ZodType, station: Station, wizardId: string): Field[] {
  const word = (name: string) => message(`wizard.${wizardId}.${name}`);
  return asked(schema)
    .filter(({ question }) => question.station === station)
    .map(({ path, question: { control, required, advanced, hint, help, when } }) => ({
      path,
      label: word(path),
      control,
      required: required ?? false,
      advanced: advanced ?? false,
      ...(hint && { hint: word(`${path}.hint`) }),
      help: help.map((name) => ({ title: word(`help.${name}`), text: word(`help.${name}.text`) })),
      ...(when && { when }),
    }));
}

/** What the fields hold at first: the question's own beginning, or the default of the schema. */
export function defaultsOf(schema: z.core.$ZodType): Answers {
  const members = Object.entries(membersOf(schema) ?? {});
  return Object.fromEntries(
    members.map(([name, inner]) => [name, membersOf(inner) ? defaultsOf(inner) : firstOf(inner)]),
  ) as Answers;
}

function firstOf(schema: z.core.$ZodType): unknown {
  const question = questions.get(schema);
  if (question?.first !== undefined) return question.first;
  const parsed = z.safeParse(schema, undefined);
  return parsed.success ? parsed.data : '';
}

/** Words of the closed line for these answers, which may be half filled in. */
export function summariesOf(schema: z.ZodType, answers: Answers, wizardId: string): Record<string, Message> {
  return Object.fromEntries(
    asked(schema).flatMap(({ path, schema: at, question }) => {
      const parsed = z.safeParse(at, answerAt(answers, path));
      if (!question.summary || !parsed.success) return [];
      const group = answerAt(answers, path.split('.').slice(0, -1).join('.'));
      if (typeof group !== 'object' || group === null) return [];
      const [name, params] = question.summary(parsed.data as never, group as Record<string, unknown>);
      const said = Message.safeParse(message(`wizard.${wizardId}.${path}.${name}`, params));
      // A value beside this answer may be missing: then there is nothing to say yet.
      return said.success ? [[path, said.data]] : [];
    }),
  );
}

/** Template parameters that follow from complete answers. */
export function parametersOf<S extends z.ZodType>(schema: S, answers: z.output<S>): Parameters {
  return Object.assign(
    {},
    ...[...walk(schema)].map(({ path, schema: at }) =>
      parameters.get(at)?.(answerAt(answers, path) as never),
    ),
  ) as Parameters;
}

/** The same answers with each of them left out at will and no defaults: what a person wants to be different. */
export function partialOf(schema: z.core.$ZodType): z.ZodType {
  const members = membersOf(schema);
  if (members === undefined) return z.optional(withoutDefault(schema));
  const parts = Object.entries(members).map(([name, inner]) => [name, partialOf(inner)] as const);
  return z.strictObject(Object.fromEntries(parts)).optional();
}

function withoutDefault(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? withoutDefault(schema.def.innerType)
    : schema;
}
