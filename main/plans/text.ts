/** A plan as a person reads it, section by section; for the terminal and for pages. */
import type { Message } from '../../preload/contract/message.ts';
import { message } from '../../preload/contract/message.ts';
import type { Amount, Plan } from '../../preload/contract/plan.ts';
import { say, type Language } from '../../words/index.ts';
import { moneyText, sumText } from '../../words/format.ts';
import type { PlanLine } from './diff.ts';

export interface PlanSection {
  title: string;
  ordered: boolean;
  lines: { text: string; value?: string; note?: string }[];
}

/** "$0.25 + ?": what has no price is never counted as nothing. */
export function amountText({ usd, unknown }: Amount): string {
  if (unknown.length === 0) return sumText(usd);
  return usd === 0 ? '?' : `${sumText(usd)} + ?`;
}

/** A price per hour is as short as exact. */
const hourText = ({ usd, unknown }: Amount) =>
  unknown.length === 0 ? moneyText(usd) : amountText({ usd, unknown });

export function planSections(plan: Plan, language: Language, timeZone: string): PlanSection[] {
  const options = { timeZone, now: Date.parse(plan.madeAt) };
  const t = (m: Message) => say(language, m, options);
  const w = (key: string, params?: Message['params']) => t(message(`plan.text.${key}`, params));
  const list = (key: string, messages: readonly Message[], otherwise?: string): PlanSection[] => {
    if (messages.length === 0 && otherwise === undefined) return [];
    const texts = messages.length > 0 ? messages.map(t) : [otherwise ?? ''];
    return [{ title: w(key), ordered: false, lines: texts.map((text) => ({ text })) }];
  };
  const steps = plan.changes.flatMap(({ says, note, sentences }) => sentences ?? [{ says, note }]);
  return [
    {
      title: w('happens'),
      ordered: true,
      lines: steps.map(({ says, note }) => ({ text: t(says), ...(note && { note: t(note) }) })),
    },
    ...list('blockers', plan.blockers),
    { title: w('money'), ordered: false, lines: moneyLines(plan, t, w) },
    ...list(
      'ends',
      plan.guards.map((guard) => guard.says),
      w('noEnds'),
    ),
    ...list('wrong', plan.warnings, w('nothingWrong')),
    { title: w('permissions'), ordered: false, lines: permissionLines(plan, w) },
    ...list('undo', plan.undo),
    ...list('lost', plan.lost ?? []),
    ...list('stays', plan.stays),
    ...reviewSection(plan, w),
  ];
}

type Say = (key: string, params?: Message['params']) => string;

function moneyLines(plan: Plan, t: (m: Message) => string, w: Say): PlanSection['lines'] {
  const { cost, guards } = plan;
  const ends = guards.find(({ endsAt }) => endsAt !== undefined)?.endsAt;
  const lines: PlanSection['lines'] = [];
  const add = (text: string, amount: Amount) => lines.push({ text, value: amountText(amount) });
  lines.push({ text: w('perHour'), value: hourText(cost.perHour) });
  if (cost.today && ends !== undefined) add(w('today', { ends: { time: ends } }), cost.today);
  add(w('perDay'), cost.perDay);
  for (const line of cost.lines.filter(({ unit, quantity }) => unit === 'gb-month' && quantity > 0)) {
    const usd = line.unitPrice === null ? 0 : line.unitPrice * line.quantity;
    add(t(line.says), { usd, unknown: line.unitPrice === null ? [line.priceKey] : [] });
  }
  add(w('month'), cost.monthIfForgotten);
  add(w('worst'), cost.worstMonth);
  const notes = [
    ...(cost.worstMonth.unknown.length > 0 ? [w('unknownPrice')] : []),
    ...cost.assumptions.map(t),
    ...(cost.pricesAsOf !== null ? [w('pricesAsOf', { day: cost.pricesAsOf })] : []),
    ...(cost.pricesAsOf === null && cost.lines.length > 0 ? [w('noPrices')] : []),
  ];
  return [...lines, ...notes.map((text) => ({ text }))];
}

/** How many rights there are; for an account, also which of them an administrator is asked for, and on what. */
function permissionLines(plan: Plan, w: Say): PlanSection['lines'] {
  const lacking = plan.permissions.filter(({ answer }) => answer === 'no');
  const account = plan.target.accountId;
  const count = { text: permissionText(plan, w) };
  if (account === null || lacking.length === 0) return [count];
  return [
    count,
    { text: w('permissionsAsk', { account }) },
    ...lacking.map(({ action, resource }) => ({ text: action, note: resource })),
  ];
}

function permissionText({ permissions }: Plan, w: Say): string {
  const count = permissions.length;
  if (count === 0) return w('permissionsNone');
  const having = (answer: string) => permissions.filter((permission) => permission.answer === answer).length;
  const [yes, no, unknown] = [having('yes'), having('no'), having('unknown')];
  return yes === count ? w('permissionsAll', { count }) : w('permissionsSome', { count, yes, no, unknown });
}

function reviewSection({ reviews = [], digest }: Plan, w: Say): PlanSection[] {
  if (reviews.length === 0) return [];
  const lines = reviews.map((review) => {
    const text = w(review.verdict, { by: review.by, at: { time: review.at } });
    const notes = [review.comment, review.digest === digest ? '' : w('otherDigest')].filter(Boolean);
    return { text, ...(notes.length > 0 && { note: notes.join(' · ') }) };
  });
  return [{ title: w('reviews'), ordered: false, lines }];
}

/** The account and region that the plan is for; for a draft the region alone. */
export function planPlace(plan: Plan, language: Language, timeZone: string): string {
  const { accountId: account, region } = plan.target;
  const where =
    account === null
      ? message('plan.text.draft', { region })
      : message('plan.text.target', { account, region });
  return say(language, where, { timeZone, now: Date.parse(plan.madeAt) });
}

/** Plain text for the terminal. Text that came from AWS or a file cannot move the cursor. */
export function planText(plan: Plan, language: Language, timeZone: string): string {
  const options = { timeZone, now: Date.parse(plan.madeAt) };
  const out = [say(language, plan.title, options), planPlace(plan, language, timeZone)];
  for (const section of planSections(plan, language, timeZone)) {
    out.push('', section.title);
    const width = Math.max(
      0,
      ...section.lines.map(({ text, value }) => (value === undefined ? 0 : text.length)),
    );
    section.lines.forEach(({ text, value, note }, index) => {
      const mark = section.ordered ? `${index + 1}.` : '-';
      out.push(value === undefined ? `  ${mark} ${text}` : `  ${text.padEnd(width)}  ${value.padStart(10)}`);
      if (note !== undefined) out.push(`     ${note}`);
    });
  }
  out.push('', say(language, message('plan.text.id', { digest: plan.digest }), options));
  return out.map(withoutControl).join('\n');
}

const withoutControl = (text: string) =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ');

/** What differs between two plans, as text for the terminal. */
export function diffText(lines: readonly PlanLine[], language: Language): string {
  const w = (key: string) => say(language, message(`plan.text.${key}`), { timeZone: 'UTC', now: 0 });
  if (lines.length === 0) return w('same');
  const all = lines.flatMap(({ path, first, second }) => [
    path,
    `  ${w('first')}: ${first ?? '-'}`,
    `  ${w('second')}: ${second ?? '-'}`,
  ]);
  return [w('differences'), ...all].map(withoutControl).join('\n');
}
