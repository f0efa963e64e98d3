/** What a loss of the journal leaves to be said and done: the search in AWS, and what it found. Pure. */
import type { z } from 'zod';
import type { Need, NeedAction } from '../../preload/contract/domains/home.ts';
import { message, type Message } from '../../preload/contract/message.ts';
import { hoursInMonth } from '../costs/month.ts';
import type { InventorySnapshot } from '../inventory/snapshot.ts';
import type { FoundStack } from '../plans/journal-lines.ts';
import { type Loss, readId } from '../plans/loss.ts';

type NeedRow = z.input<typeof Need>;
type Action = z.input<typeof NeedAction>;

/** What `Applying.reconciling` tells. */
export interface Lost {
  loss: Loss | null;
  found: FoundStack[];
  trouble: Message | null;
  /** Where damaged files are kept. */
  stateDir: string;
}

/** Read off what is known now. */
export const lostOf = (
  from: { loss(): Loss | null; found(): FoundStack[]; trouble(): Message | null },
  stateDir: string,
): Lost => ({ loss: from.loss(), found: from.found(), trouble: from.trouble(), stateDir });

export interface FoundPrices {
  /** USD for one unit of a price key; null when the price book does not hold it. */
  price: (key: string, region: string) => number | null;
  /** The last look at the account in use; null: none. */
  snapshot: InventorySnapshot | null;
  /** Account and region in use; null: not known. */
  here: { accountId: string; region: string } | null;
}

const action = (label: string, more: Partial<Action> = {}): Action => ({
  label: message(label),
  source: null,
  answers: {},
  route: null,
  ...more,
});

/** First what holds changes back, then what was found. */
export function lossNeeds(lost: Lost, prices: FoundPrices): NeedRow[] {
  const { loss } = lost;
  const found = lost.found.flatMap((one) => foundNeed(one, loss, prices));
  return loss === null ? found : [...lossNeed(loss, lost, found.length), ...found];
}

function lossNeed(loss: Loss, { trouble, stateDir }: Lost, found: number): NeedRow[] {
  const { at, kind, keptAs, searchedAt, unreachable } = loss;
  const kept =
    keptAs !== null
      ? message('need.loss.kept', { file: keptAs, folder: stateDir })
      : message(kind === 'missing' ? 'need.loss.missing' : 'need.loss.damaged', { folder: stateDir });
  if (searchedAt === null)
    return [
      {
        id: 'search',
        severity: trouble === null ? 'info' : 'error',
        says:
          trouble === null
            ? message('need.search')
            : message('need.search.trouble', { why: { message: trouble } }),
        since: at,
        notes: [kept],
        action: action('need.search.again', { calls: 'search' }),
      },
    ];
  if (loss.read) return [];
  const places = message('need.loss.unreachable', { places: { list: unreachable } });
  return [
    {
      id: readId(loss),
      severity: unreachable.length > 0 ? 'warning' : 'info',
      says: message('need.loss.searched', { at: { time: searchedAt }, count: found }),
      notes: [...(unreachable.length > 0 ? [places] : []), kept],
      action: action('need.loss.read', { calls: { leave: readId(loss) } }),
    },
  ];
}

function foundNeed(one: FoundStack, loss: Loss | null, prices: FoundPrices): NeedRow[] {
  const { id, stackName: name, madeAt, planId } = one;
  const hourly = hourlyNow(one, loss, prices.snapshot);
  if (hourly === 'gone') return [];
  const leave = action('need.found.leave', { calls: { leave: id } });
  const { here } = prices;
  const away = here !== null && (here.accountId !== one.accountId || here.region !== one.region);
  const place = message('need.found.elsewhere', {
    account: one.accountId,
    region: { region: one.region },
  });
  const remove =
    one.kind === 'stack'
      ? action('need.found.remove', { source: 'stack-remove', answers: { stackName: name } })
      : action('need.found.remove', { source: 'notebook-delete', answers: { name } });
  return [
    {
      id: `found:${id}`,
      severity: 'warning',
      says: message('need.found', { name, at: { time: madeAt }, plan: planId }),
      notes: [costOf(hourly, one.region, prices.price), ...(away ? [place] : [])],
      action: away ? action('need.found.settings', { route: '#/settings' }) : remove,
      also: [leave],
    },
  ];
}

type Hourly = FoundStack['hourly'];

/** What it is billed by as the account was seen last; as it was found where nobody looked since. */
function hourlyNow(one: FoundStack, loss: Loss | null, snapshot: InventorySnapshot | null): Hourly | 'gone' {
  const seenSince =
    snapshot?.accountId === one.accountId &&
    snapshot.region === one.region &&
    Date.parse(snapshot.loadedAt) > Date.parse(loss?.searchedAt ?? '');
  if (!seenSince) return one.hourly;
  const thing = (name: string | undefined) => snapshot.things.find((known) => known.name === name);
  if (one.kind === 'notebook') return thing(one.stackName)?.hourly ?? 'gone';
  const stack = snapshot.stacks.find(({ name, planId }) => name === one.stackName && planId === one.planId);
  if (stack === undefined) return 'gone';
  return thing(stack.parameters['NotebookName'])?.hourly ?? one.hourly;
}

function costOf(hourly: Hourly, region: string, price: FoundPrices['price']): Message {
  if (hourly.length === 0) return message('need.found.free');
  const rates = hourly.map(({ priceKey, quantity }) => {
    const unit = price(priceKey, region);
    return unit === null ? null : unit * quantity;
  });
  const sum = rates.includes(null) ? null : rates.reduce<number>((all, rate) => all + (rate ?? 0), 0);
  const month = sum === null ? null : sum * hoursInMonth;
  return message('need.found.costs', { price: { money: sum }, month: { money: month } });
}

/** All that needs the person; a found stack that is stuck is said once, with the way out of its state. */
export function allNeeds(lost: readonly NeedRow[], others: readonly NeedRow[]): NeedRow[] {
  const stuck = new Map(others.map((row) => [row.id, row]));
  const rows = lost.map((row) => {
    const { stackName } = row.action.answers;
    const id = typeof stackName === 'string' ? `stack:${stackName}` : '';
    const twin = stuck.get(id);
    if (twin === undefined) return row;
    stuck.delete(id);
    return { ...row, notes: [twin.says, ...(row.notes ?? [])], action: twin.action };
  });
  return [...rows, ...stuck.values()];
}
