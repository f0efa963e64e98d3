/** Answers of the notebook wizard to a plan: foundation if it is missing, bucket if it is new, then the notebook. */
import { message, type Message } from '../../../preload/contract/message.ts';
import type { Change, CostLine, Guard, Target } from '../../../preload/contract/plan.ts';
import type { NotebookFact } from '../../plans/facts/notebook.ts';
import type { StackFact } from '../../plans/facts/stack.ts';
import { stackNames } from '../../plans/names.ts';
import type { Facts, PlanContext, PlanDraft } from '../../plans/source.ts';
import { stackTags, templateOf } from '../../plans/stack-change.ts';
import { diskLine, filesLine, machineLine } from '../cost-lines.ts';
import { hoursFrom, isNear, nextStop } from '../evening.ts';
import { foundationFact, foundationStack, foundationState, stackRoleOf } from '../foundation/stack.ts';
import { bucketBlockers, storageStack } from '../storage/stack.ts';
import { bucketOf } from '../bucket-choice.ts';
import type { NotebookAnswers } from './answers.ts';
import { notebookParameters } from './parameters.ts';
import { priceKeys, sizeWord } from './sizes.ts';

/** Hours that a notebook gets which is made close to its evening stop, unless the person says another number. */
const hoursWhenNear = 2;

export const quotaName = (type: string) => `${type} for notebook instance usage`;

export function notebookFacts(answers: NotebookAnswers, _target: Target) {
  return [
    { key: foundationFact, decisive: true },
    { key: `stack:${stackNames.notebook(answers.name)}`, decisive: true },
    { key: `notebook:${answers.name}`, decisive: true },
    { key: `bucket:${bucketOf(answers)}`, decisive: true },
    ...(answers.bucket.choice === 'new'
      ? [{ key: `stack:${stackNames.storage(bucketOf(answers))}`, decisive: true }]
      : []),
    { key: `quota:sagemaker/${quotaName(answers.size)}`, decisive: false },
  ];
}

interface Ends {
  /** ms; null without an evening stop. */
  at: number | null;
  /** StartDate of the schedule, ms; null: it acts from the first evening on. */
  notBefore: number | null;
  near: boolean;
}

/** When the evening stop first acts for a notebook that is made now. */
export function endsOf({ evening }: NotebookAnswers, now: number): Ends {
  if (!evening.on) return { at: null, notBefore: null, near: false };
  const near = isNear(evening, now);
  const hours = evening.tonight === 'asSet' ? hoursWhenNear : Number(evening.tonight);
  const notBefore = near ? hoursFrom(now, hours) : null;
  return { at: nextStop(evening, now, notBefore ?? 0), notBefore, near };
}

export function draftNotebook(answers: NotebookAnswers, facts: Facts, context: PlanContext): PlanDraft {
  const { target, now } = context;
  const bucket = bucketOf(answers);
  const ends = endsOf(answers, now);
  const foundation = foundationState(facts, context);
  const ownRole = answers.role !== 'made';
  const stackRole = stackRoleOf(foundation, context);

  const changes: Change[] = [];
  if (foundation.state === 'absent') changes.push(foundationStack('', 'notebook', context));
  if (answers.bucket.choice === 'new')
    changes.push(
      storageStack({ name: bucket, infrequentDays: 0, glacierDays: 0 }, 'notebook', context, stackRole),
    );
  const parameters = notebookParameters(answers, target, ends.notBefore);
  const size = sizeMessage(answers.size);
  changes.push({
    id: 'notebook',
    kind: 'stack',
    action: 'create',
    says: message('plan.notebook.make', { name: answers.name }),
    note: message('plan.notebook.note'),
    sentences: [
      ownRole
        ? {
            says: message('plan.notebook.ownRole', { role: answers.role.replace(/^.*\//, '') }),
            note: message('plan.notebook.ownRole.note'),
          }
        : {
            says: message('plan.notebook.role', { bucket }),
            note: message('plan.notebook.role.note'),
          },
      ...(answers.evening.on
        ? [
            {
              says: message('plan.notebook.evening', { at: answers.evening.at }),
              note: message('plan.notebook.evening.note'),
            },
          ]
        : []),
      {
        says: message(answers.idle.on ? 'plan.notebook.machineIdle' : 'plan.notebook.machine', {
          size: { message: size },
          gb: answers.disk.sizeGb,
          minutes: answers.idle.minutes,
        }),
        note: message('plan.notebook.note'),
      },
    ],
    usually: { from: 240, to: 360, worryAfter: 900 },
    stackName: stackNames.notebook(answers.name),
    ...templateOf('notebook', parameters, target),
    parameters,
    capabilities: ['CAPABILITY_IAM'],
    tags: stackTags(context.planId, 'notebook'),
    // A role of the person's own may be passed by the person, not by the foundation's role.
    ...(stackRole !== undefined && !ownRole && { roleArn: stackRole }),
    stays: [],
  });

  const hoursToday = ends.at === null ? null : (ends.at - now) / 3_600_000;
  return {
    title: message('plan.notebook.title', { name: answers.name }),
    changes,
    costLines: costLines(answers, context),
    hours: {
      today: hoursToday,
      // It stops at the first end and stays stopped until a person starts it again.
      month: hoursToday,
      endsAt: ends.at === null ? null : new Date(ends.at).toISOString(),
    },
    guards: guards(answers, ends.at),
    warnings: warnings(answers, ends),
    blockers: blockers(answers, facts, context, foundation.state),
    undo: [message('plan.notebook.undo', { bucket })],
    stays: [message('plan.bucket.stays', { bucket, price: { money: context.price(priceKeys.files) } })],
    quotas: [{ name: quotaName(answers.size), need: 1 }],
    assumptions: [message('plan.assume.pending')],
  };
}

/** "small (ml.t3.medium)", or the type alone. */
export function sizeMessage(type: string): Message {
  return message(`plan.notebook.size.${sizeWord(type) ?? 'other'}`, { type });
}

export const costLines = (answers: NotebookAnswers, context: PlanContext): CostLine[] => [
  machineLine(context, answers.size),
  diskLine(context, answers.disk.sizeGb),
  filesLine(context),
];

function guards(answers: NotebookAnswers, endsAt: number | null): Guard[] {
  const list: Guard[] = [];
  if (endsAt !== null) {
    const iso = new Date(endsAt).toISOString();
    list.push({
      strength: 'aws',
      says: message('plan.notebook.ends', { ends: { time: iso }, at: answers.evening.at }),
      endsAt: iso,
    });
  }
  if (answers.idle.on)
    list.push({
      strength: 'inside',
      says: message('plan.notebook.endsIdle', { minutes: answers.idle.minutes }),
    });
  return list;
}

function warnings(answers: NotebookAnswers, ends: Ends): Message[] {
  const list: Message[] = [];
  if (ends.near && ends.at !== null)
    list.push(
      message('plan.notebook.near', {
        at: answers.evening.at,
        until: { time: new Date(ends.at).toISOString() },
      }),
    );
  if (!answers.evening.on) list.push(message('plan.notebook.noEnd'));
  if (answers.idle.on)
    list.push(message(answers.evening.on ? 'plan.notebook.busyCell' : 'plan.notebook.busyCellNoEnd'));
  if (answers.idle.on && answers.role !== 'made') list.push(message('plan.notebook.ownRoleIdle'));
  if (answers.network !== 'default') list.push(message('plan.notebook.subnet'));
  if (answers.rootAccess) list.push(message('plan.notebook.root'));
  if (answers.dashboard.on) list.push(message('plan.notebook.dashboard', { port: answers.dashboard.port }));
  return list;
}

function blockers(
  answers: NotebookAnswers,
  facts: Facts,
  context: PlanContext,
  foundation: ReturnType<typeof foundationState>['state'],
): Message[] {
  const list: Message[] = [];
  const bucket = bucketOf(answers);
  if (foundation === 'busy' || foundation === 'stuck') list.push(message(`plan.foundation.${foundation}`));
  const notebook = facts.value<NotebookFact | null>(`notebook:${answers.name}`);
  const stack = facts.value<StackFact | null>(`stack:${stackNames.notebook(answers.name)}`);
  if (notebook) list.push(message('plan.notebook.taken', { name: answers.name }));
  else if (stack) list.push(message('plan.notebook.stackTaken', { name: answers.name }));
  list.push(...bucketBlockers(bucket, answers.bucket.choice === 'new', facts, context));
  return list;
}
