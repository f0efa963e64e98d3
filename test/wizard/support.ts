import { openPriceBook } from '../../main/costs/price-book.ts';
import { checkAnswers, isWizard, withDefaults } from '../../main/plans/answers.ts';
import { buildPlan, permissionsFact } from '../../main/plans/build.ts';
import { factsOf, unknownFact } from '../../main/plans/facts/index.ts';
import { thingsOf } from '../../main/plans/facts/template.ts';
import { planContext } from '../../main/plans/make.ts';
import type { PlanSource } from '../../main/plans/source.ts';
import { requireSource } from '../../main/plans/sources.ts';
import { loadTemplate } from '../../main/plans/templates.ts';
import type { Fact, Plan, Target } from '../../preload/contract/plan.ts';
import type { Message } from '../../preload/contract/message.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { say } from '../../words/index.ts';

export const timeZone = 'Europe/Berlin';
/** Friday, 20 November 2026, 14:02 in Berlin. */
export const friday = Date.parse('2026-11-20T13:02:00Z');
export const account: Target = { accountId: '111122223333', region: 'eu-west-1', partition: 'aws' };
const prices = await openPriceBook(undefined);

export const at = (clock: string) => Date.parse(`2026-11-20T${clock}:00+01:00`);

/** Facts as if AWS had answered so; what is not answered is unknown. */
function facts(
  wanted: readonly { key: string; decisive: boolean }[],
  values: Record<string, unknown>,
): Fact[] {
  const at = '2026-11-20T13:02:00.000Z';
  return [...wanted, { key: permissionsFact, decisive: false }].map(({ key, decisive }) =>
    values[key] === undefined
      ? unknownFact(key, decisive)
      : { key, value: values[key] as Fact['value'], source: { kind: 'live', at }, decisive },
  );
}

export function context(now = friday, target: Target = account) {
  return planContext({ now, timeZone, prices }, target, '00112233445566778899');
}

/** The plan of these answers over the defaults, with these facts; others are unknown. */
export function plan(
  sourceId: string,
  given: Answers,
  values: Record<string, unknown> = {},
  now = friday,
  target: Target = account,
): Plan {
  return planOf(requireSource(sourceId), given, values, now, target);
}

/** The same of a source that is given itself. */
export function planOf(
  source: PlanSource,
  given: Answers,
  values: Record<string, unknown> = {},
  now = friday,
  target: Target = account,
): Plan {
  const made = context(now, target);
  const all = isWizard(source) ? withDefaults(source.defaults(factsOf([]), made), given) : given;
  const checked = checkAnswers(source, all);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return buildPlan(source, checked.answers, facts(source.facts(checked.answers, target), values), made);
}

/** What is said about wrong answers, by path. */
export const problems = (sourceId: string, given: Answers) => problemsOf(requireSource(sourceId), given);

export function problemsOf(source: PlanSource, given: Answers): Record<string, string> {
  const made = context();
  const all = isWizard(source) ? withDefaults(source.defaults(factsOf([]), made), given) : given;
  const checked = checkAnswers(source, all);
  if (checked.ok) return {};
  return Object.fromEntries(checked.problems.map((problem) => [problem.path, text(problem.says)]));
}

export const text = (message: Message, now = friday) => say('en', message, { timeZone, now });
export const texts = (messages: Message[], now = friday) => messages.map((message) => text(message, now));

/** Everything in the order of the review, without the quiet lines. */
export const steps = ({ changes }: Plan, now = friday) =>
  changes.flatMap((change) => (change.sentences ?? [change]).map(({ says }) => text(says, now)));

export const foundationReady = {
  'stack:millwright-foundation': {
    status: 'CREATE_COMPLETE',
    health: 'ready',
    planId: 'aa',
    source: 'foundation',
    roleArn: null,
    parameters: {},
    outputs: {
      StackRoleArn: 'arn:aws:iam::111122223333:role/millwright/millwright-eu-west-1-cloudformation',
    },
    tags: {},
  },
  // As this Millwright prepares it.
  'template:millwright-foundation': thingsOf(loadTemplate('foundation').document),
};

/** A bucket and its stack as a plan of ours made them; nothing moves. */
export const storageReady = (bucket: string, parameters: Record<string, string> = {}) => ({
  [`bucket:${bucket}`]: { exists: 'here', region: account.region },
  [`stack:millwright-storage-${bucket}`]: {
    ...foundationReady['stack:millwright-foundation'],
    source: 'storage',
    roleArn: 'arn:aws:iam::111122223333:role/millwright/millwright-eu-west-1-cloudformation',
    parameters: {
      BucketName: bucket,
      ToInfrequentAccessAfterDays: '0',
      ToGlacierAfterDays: '0',
      ...parameters,
    },
  },
});

/** A stack of a notebook as a plan of ours made it, with an evening stop at 19:00 in Berlin. */
export const notebookStack = (parameters: Record<string, string> = {}) => ({
  status: 'CREATE_COMPLETE',
  health: 'ready',
  planId: 'aa',
  source: 'notebook',
  roleArn: 'arn:aws:iam::111122223333:role/millwright/millwright-eu-west-1-cloudformation',
  parameters: {
    NotebookName: 'sales',
    NotebookNameInArn: 'sales',
    BucketName: 'sales-data',
    RoleArn: '',
    EveningStop: 'cron(0/15 19-23,0-5 * * ? *)',
    EveningStopNight: '',
    EveningTimeZone: timeZone,
    EveningNotBefore: '',
    ...parameters,
  },
  outputs: {},
  tags: { 'millwright:plan': 'aa', 'millwright:source': 'notebook' },
});

export const notebook = (more: Record<string, unknown> = {}) => ({
  status: 'InService',
  arn: 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/sales',
  instanceType: 'ml.t3.medium',
  volumeGb: 20,
  planId: 'aa',
  bucket: 'sales-data',
  ...more,
});
