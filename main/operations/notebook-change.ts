import { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';
import type { Guard } from '../../preload/contract/plan.ts';
import type { BucketFact } from '../plans/facts/bucket.ts';
import { stackNames } from '../plans/names.ts';
import type { Facts, PlanContext, PlanDraft } from '../plans/source.ts';
import { isPastStart } from '../stacks/past-start.ts';
import { isNear, nextStop } from '../wizards/evening.ts';
import { endlessAgreed, NotebookAnswers, notebookName } from '../wizards/notebook/answers.ts';
import { foundationFact } from '../wizards/foundation/stack.ts';
import { answersOfNotebook } from '../wizards/notebook/current.ts';
import { costLines, quotaName, sizeMessage } from '../wizards/notebook/draft.ts';
import { notebook } from '../wizards/notebook/index.ts';
import { notebookParameters } from '../wizards/notebook/parameters.ts';
import { priceKeys } from '../wizards/notebook/sizes.ts';
import { partialOf } from '../wizards/questions.ts';
import { knownNotebook, statusBlockers, type Known } from './notebook-facts.ts';
import { stackChange, type Changed, type Changing, type Wish } from './stack-change.ts';

interface Partly {
  name: string;
  size?: string;
  bucket?: { choice?: string };
  evening?: { on?: boolean; keepRunning?: boolean };
}

const members = Object.entries(NotebookAnswers.shape);
const NotebookChange = z
  .strictObject({
    ...Object.fromEntries(members.map(([path, schema]) => [path, partialOf(schema)])),
    name: notebookName,
  })
  .superRefine((wish, context) => {
    const { bucket, evening } = wish as Partly;
    endlessAgreed({ ...(evening && { evening }) }, context);
    if (bucket?.choice === 'new')
      context.addIssue({
        code: 'custom',
        path: ['bucket', 'choice'],
        message: 'wizard.notebook.problem.bucket',
      });
  }) as unknown as z.ZodType<Wish>;

/** Extending moves the start of the evening stop; the roles are the foundation's. */
const notAsked = ['EveningNotBefore', 'GuardRoleArn', 'BoundaryArn'];

const changing: Changing = {
  id: 'notebook-change',
  title: (name) => message('plan.notebook.change.title', { name }),
  goal: message('plan.notebook.change.goal'),
  wizard: notebook,
  answers: NotebookChange,
  identity: ['name', 'evening.tonight'],
  template: 'notebook',
  stackName: stackNames.notebook,
  capabilities: ['CAPABILITY_IAM'],
  facts: (wish) => {
    const { name, size, bucket } = wish as Partly;
    return [
      { key: `notebook:${name}`, decisive: true },
      { key: foundationFact, decisive: true },
      ...(bucket?.choice === undefined ? [] : [{ key: `bucket:${bucket.choice}`, decisive: true }]),
      ...(size === undefined ? [] : [{ key: `quota:sagemaker/${quotaName(size)}`, decisive: false }]),
    ];
  },
  answersOf: answersOfNotebook,
  parametersOf(answers, target) {
    const all = notebookParameters(answers as unknown as NotebookAnswers, target, null);
    return Object.fromEntries(Object.entries(all).filter(([name]) => !notAsked.includes(name)));
  },
  besides(before, changed, { now }) {
    const { EveningNotBefore: notBefore = '' } = before;
    const moves = Object.keys(changed).some((name) => name.startsWith('Evening'));
    return moves && notBefore !== '' && isPastStart(notBefore, now) ? { EveningNotBefore: '' } : {};
  },
  value(path, value) {
    if (typeof value !== 'string') return undefined;
    if (path === 'size') return { message: sizeMessage(value) };
    if (path === 'role')
      return value === 'made'
        ? { message: message('wizard.notebook.role.made') }
        : value.replace(/^.*\//, '');
    if (path === 'network' && value === 'default')
      return { message: message('wizard.notebook.network.default') };
    return undefined;
  },
  oneWay: ['disk.sizeGb'],
  rest,
  usually: (change, facts) =>
    stopsFor(change, knownNotebook(change.name, facts))
      ? { from: 240, to: 600, worryAfter: 1200 }
      : { from: 20, to: 120, worryAfter: 300 },
};

/** Changes a notebook of ours: size, disk, ends, role, rights, repository, dashboard. */
export const notebookChange = stackChange(changing);

/** A running notebook is stopped for this change and started again. */
const stopsFor = ({ resources }: Changed, { notebook: found }: Known): boolean =>
  found?.status === 'InService' && resources.some(({ effect }) => effect === 'restart');

function rest(change: Changed, facts: Facts, context: PlanContext): Partial<PlanDraft> {
  const { name } = change;
  const known = knownNotebook(name, facts);
  const wanted = change.wanted as unknown as NotebookAnswers;
  const was = change.was as unknown as NotebookAnswers;
  const runs = known.notebook?.status === 'InService';
  const notBefore = change.parameters['EveningNotBefore'] === '' ? 0 : known.notBefore;
  const stop = wanted.evening.on && runs ? nextStop(wanted.evening, context.now, notBefore) : null;
  const ends = stop === null ? null : new Date(stop).toISOString();
  const hours = stop === null ? null : (stop - context.now) / 3_600_000;
  return {
    press: message('plan.notebook.change.press'),
    done: message('plan.notebook.change.done', { name }),
    costLines: costLines(wanted, context).filter(({ unit }) => runs || unit !== 'hour'),
    ...(runs && { hours: { today: hours, month: hours, endsAt: ends } }),
    guards: guards(wanted, ends),
    warnings: warnings(change, was, wanted, known, context),
    blockers: [
      ...statusBlockers(known, ['InService', 'Stopped'], 'change'),
      ...(known.prepared ? [] : [message('plan.notebook.change.unprepared', { name })]),
      ...(wanted.disk.sizeGb < was.disk.sizeGb
        ? [message('plan.notebook.change.diskShrinks', { name, gb: was.disk.sizeGb })]
        : []),
      // CloudFormation goes on with the role that it made the stack with, and that one hands over no other.
      ...(wanted.role !== was.role && wanted.role !== 'made' && change.stack.roleArn !== null
        ? [message('plan.notebook.change.role', { name })]
        : []),
      ...(wanted.bucket.choice === was.bucket.choice ? [] : bucketBlockers(wanted, facts, context)),
    ],
    undo: [
      ...(wanted.disk.sizeGb > was.disk.sizeGb
        ? [message('plan.notebook.change.diskStays', { gb: wanted.disk.sizeGb })]
        : []),
    ],
    quotas: wanted.size === was.size ? [] : [{ name: quotaName(wanted.size), need: 1 }],
  };
}

function guards({ evening, idle }: NotebookAnswers, ends: string | null): Guard[] {
  const own: Guard[] =
    ends === null
      ? []
      : [
          {
            strength: 'aws',
            says: message('plan.notebook.ends', { ends: { time: ends }, at: evening.at }),
            endsAt: ends,
          },
        ];
  return idle.on
    ? [...own, { strength: 'inside', says: message('plan.notebook.endsIdle', { minutes: idle.minutes }) }]
    : own;
}

function warnings(
  change: Changed,
  was: NotebookAnswers,
  wanted: NotebookAnswers,
  known: Known,
  { now, price }: PlanContext,
): Message[] {
  const list: Message[] = [];
  const runs = known.notebook?.status === 'InService';
  const money = (size: string) => ({ money: price(priceKeys.machine(size)) });
  if (stopsFor(change, known)) list.push(message('plan.notebook.change.stops', { name: change.name }));
  if (wanted.size !== was.size)
    list.push(message('plan.notebook.change.price', { before: money(was.size), after: money(wanted.size) }));
  const at = `${wanted.evening.at} ${wanted.evening.timeZone}`;
  const moved = !was.evening.on || at !== `${was.evening.at} ${was.evening.timeZone}`;
  if (!wanted.evening.on && was.evening.on) list.push(message('plan.notebook.noEnd'));
  if (wanted.evening.on && moved && runs && isNear(wanted.evening, now, known.notBefore))
    list.push(message('plan.notebook.change.near', { at: wanted.evening.at }));
  if (wanted.role !== was.role && wanted.role !== 'made' && wanted.idle.on)
    list.push(message('plan.notebook.ownRoleIdle'));
  if (wanted.rootAccess && !was.rootAccess) list.push(message('plan.notebook.root'));
  if (wanted.dashboard.on && JSON.stringify(wanted.dashboard) !== JSON.stringify(was.dashboard))
    list.push(
      message('plan.notebook.dashboard', { port: wanted.dashboard.port }),
      ...(runs ? [message('plan.notebook.change.dashboard')] : []),
    );
  return list;
}

function bucketBlockers(
  { bucket: { choice } }: NotebookAnswers,
  facts: Facts,
  context: PlanContext,
): Message[] {
  const found = facts.value<BucketFact>(`bucket:${choice}`);
  const { region } = context.target;
  if (found === undefined) return [];
  if (found.exists === 'no') return [message('plan.bucket.missing', { bucket: choice })];
  if (found.exists === 'elsewhere') return [message('plan.bucket.foreign', { bucket: choice })];
  return found.region !== null && found.region !== region
    ? [message('plan.bucket.otherRegion', { bucket: choice, region: found.region })]
    : [];
}
