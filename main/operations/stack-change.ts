/**
 * Changing a stack of ours by its parameters: the questions of the wizard that made it, asked again with the present
 * values. What differs from them, and nothing else, goes into an update of the stack.
 */
import { message, type Message, type MessageValue } from '../../preload/contract/message.ts';
import type { PlannedResource, StackChange, Target } from '../../preload/contract/plan.ts';
import type { Answers, Field } from '../../preload/contract/wizard.ts';
import { failure } from '../failure.ts';
import { withDefaults } from '../plans/answers.ts';
import type { StackFact } from '../plans/facts/stack.ts';
import type { Facts, PlanContext, PlanDraft, Wizard } from '../plans/source.ts';
import { allParameters } from '../plans/template-values.ts';
import { loadTemplate, type TemplateName } from '../plans/templates.ts';
import { holdsNothing } from '../plans/replacements.ts';
import { resourcesChanged, worst } from '../plans/update-effects.ts';
import { answerAt } from '../wizards/questions.ts';
import { operationDraft } from './drafts.ts';

type Parameters = Record<string, string>;
/** What a person wants to be different of the thing called `name`; without a name, of the only one of its kind. */
export type Wish = Answers & { name?: string };

export interface Changing {
  id: string;
  title(name: string): Message;
  goal: Message;
  /** Whose questions are asked again. */
  wizard: Wizard;
  /** The wizard's answers, each left out at will, and the name. */
  answers: Wizard<Wish>['answers'];
  /** What a thing is called that has no name. */
  called?: Message;
  /** Questions that are the thing itself and cannot be answered anew. */
  identity: readonly string[];
  template: TemplateName;
  stackName(name: string): string;
  capabilities: string[];
  /** Besides the stack. */
  facts(wish: Wish, target: Target): { key: string; decisive: boolean }[];
  answersOf(parameters: Parameters): Answers;
  /** Parameters of whole answers. Throws nothing: the answers are checked. */
  parametersOf(answers: Answers, target: Target): Parameters;
  /** Parameters that follow from what changes, beside those of the answers. */
  besides?(before: Parameters, changed: Parameters, context: PlanContext): Parameters;
  /** A value in words where the general ones do not do. */
  value(path: string, value: Answers[string]): MessageValue | undefined;
  /** Answers that have no way back; their values of now. */
  oneWay: readonly string[];
  /** Money, ends, warnings and blockers of the thing. */
  rest(change: Changed, facts: Facts, context: PlanContext): Partial<PlanDraft>;
  /** How long it usually takes, in seconds. */
  usually(change: Changed, facts: Facts): NonNullable<StackChange['usually']>;
}

export interface ChangedField {
  path: string;
  field: Field;
  /** `anew`: replaced, and nothing is kept in it that could be lost. */
  effect: 'update' | 'restart' | 'anew' | 'replace';
}

export interface Changed {
  name: string;
  stack: StackFact;
  was: Answers;
  wanted: Answers;
  fields: ChangedField[];
  parameters: Parameters;
  resources: PlannedResource[];
}

const thing = ({ called }: Changing, name: string): MessageValue => (called ? { message: called } : name);

const stackKey = (of: Changing, name: string) => `stack:${of.stackName(name)}`;

/** The wizard that changes; its draft holds exactly one update of one stack, or none. */
export function stackChange(of: Changing): Wizard<Wish> {
  const { wizard } = of;
  const steps = wizard.description.steps.map((step) => ({
    ...step,
    fields: step.fields.filter(({ path }) => !of.identity.includes(path)).map(amongExisting),
  }));
  const facts = (wish: Wish, target: Target) => [
    { key: stackKey(of, wish.name ?? ''), decisive: true },
    ...of.facts(wish, target),
  ];
  return {
    id: of.id,
    answers: of.answers,
    description: { ...wizard.description, id: of.id, goal: of.goal, cardNote: of.goal, steps },
    facts,
    optionFacts: (target) => wizard.optionFacts(target),
    options: (known, context) => wizard.options(known, context),
    summaries: (answers) => wizard.summaries(answers),
    // What is not answered stays as it is.
    defaults: () => ({}),
    of: {
      facts: (name, target) => facts(of.called ? {} : { name }, target),
      answers(name, known) {
        const stack = known.value<StackFact | null>(stackKey(of, name));
        if (stack?.planId == null) throw failure('resource.notFound', { thing: thing(of, name) });
        return of.answersOf(allParameters(loadTemplate(of.template).document, stack.parameters));
      },
    },
    draft: (wish, known, context) => draft(of, wish, known, context),
    example: of.called ? {} : { name: 'sales-forecast' },
  };
}

/** A change chooses among what exists; making something new is a plan of its own. */
const amongExisting = (field: Field): Field =>
  field.control.type === 'choose-or-create' ? { ...field, control: { type: 'select' } } : field;

function draft(of: Changing, wish: Wish, facts: Facts, context: PlanContext): PlanDraft {
  const { name = '' } = wish;
  const called = thing(of, name);
  const stack = facts.value<StackFact | null>(stackKey(of, name));
  const title = of.title(name);
  if (stack === undefined)
    return operationDraft(title, { blockers: [message('plan.change.unseen', { name: called })] });
  if (stack?.planId == null)
    return operationDraft(title, { blockers: [message('plan.change.foreign', { name: called })] });
  const change = changedBy(of, wish, stack, context);
  const { fields, was, wanted, resources, parameters } = change;
  const rest = of.rest(change, facts, context);
  const nothing = resources.length === 0;
  const back = fields.filter(({ path }) => !of.oneWay.includes(path)).map(({ path }) => top(path));
  return operationDraft(title, {
    ...rest,
    changes: nothing
      ? []
      : [
          {
            id: of.id,
            kind: 'stack',
            action: 'update',
            says: title,
            sentences: fields.map((one) => sentence(of, one, was, wanted)),
            usually: of.usually(change, facts),
            stackName: of.stackName(name),
            parameters,
            capabilities: of.capabilities,
            tags: stack.tags,
            ...(stack.roleArn !== null && { roleArn: stack.roleArn }),
            resources,
            stays: [],
          },
        ],
    blockers: [
      ...(nothing ? [message('plan.change.nothing', { name: called })] : []),
      ...(stack.health === 'ready' ? [] : [message(`plan.stack.${stack.health}`, { name: called })]),
      ...(rest.blockers ?? []),
    ],
    undo: [
      ...(back.length > 0 ? [message('plan.change.undo')] : []),
      ...(rest.undo ?? []),
      ...(nothing ? [] : [message('plan.change.rollBack')]),
    ],
    ...(back.length > 0 && {
      putBack: {
        source: of.id,
        answers: {
          ...(of.called === undefined && { name }),
          ...Object.fromEntries(back.map((path) => [path, was[path] ?? null])),
        },
      },
    }),
  });
}

function changedBy(of: Changing, wish: Wish, stack: StackFact, context: PlanContext): Changed {
  const { target } = context;
  const { document } = loadTemplate(of.template);
  const before = allParameters(document, stack.parameters);
  const was = of.answersOf(before);
  const wanted = withDefaults(was, wish);
  const [old, all] = [of.parametersOf(was, target), of.parametersOf(wanted, target)];
  // Only what follows from another answer: a value that no answer can give stays what it is.
  const asked = different(old, all);
  const parameters = { ...asked, ...of.besides?.(before, asked, context) };
  const after = { ...before, ...parameters };
  const fields = of.wizard.description.steps
    .flatMap((step) => step.fields)
    .filter(({ path }) => !of.identity.includes(path) && !same(at(was, path), at(wanted, path)))
    .flatMap((field): ChangedField[] => {
      const { path } = field;
      const without = of.parametersOf(put(wanted, path, at(was, path) ?? null), target);
      if (Object.keys(different(without, all)).length === 0) return [];
      const resources = resourcesChanged(document, { ...after, ...without }, { ...after, ...all }, target);
      const effect = worst(resources.flatMap((one) => one.fields.map((each) => each.effect)));
      const harmless = resources.every((one) => one.effect !== 'replace' || holdsNothing(one, document));
      return [{ path, field, effect: effect === 'replace' && harmless ? 'anew' : effect }];
    });
  return {
    name: wish.name ?? '',
    stack,
    was,
    wanted,
    fields,
    parameters,
    resources: resourcesChanged(document, before, after, target),
  };
}

function sentence(of: Changing, { path, field, effect }: ChangedField, was: Answers, wanted: Answers) {
  const value = (answers: Answers) => {
    const one = at(answers, path) ?? null;
    return of.value(path, one) ?? inWords(field, one);
  };
  return {
    says: message('plan.change.field', {
      field: { message: field.label },
      before: value(was),
      after: value(wanted),
    }),
    note: message(`plan.change.${effect}`),
  };
}

function inWords({ control }: Field, value: Answers[string]): MessageValue {
  if (typeof value === 'boolean') return { message: message(value ? 'plan.change.on' : 'plan.change.off') };
  if (typeof value === 'number' && control.type === 'number' && control.unit !== undefined)
    return { message: message('plan.change.unit', { n: value, unit: { message: control.unit } }) };
  if (value === '') return { message: message('plan.change.none') };
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const top = (path: string) => path.split('.')[0] ?? path;

const at = (answers: Answers, path: string) => answerAt(answers, path) as Answers[string] | undefined;

function put(answers: Answers, path: string, value: Answers[string]): Answers {
  const nested = path.split('.').reduceRight<Answers[string]>((inner, name) => ({ [name]: inner }), value);
  return withDefaults(answers, nested as Answers);
}

const different = (old: Parameters, wanted: Parameters): Parameters =>
  Object.fromEntries(Object.entries(wanted).filter(([name, value]) => old[name] !== value));
