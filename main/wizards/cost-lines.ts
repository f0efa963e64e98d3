/** Lines of what a plan costs. A price that the book does not have stays open. */
import { message, type Message } from '../../preload/contract/message.ts';
import type { CostLine } from '../../preload/contract/plan.ts';
import type { PlanContext } from '../plans/source.ts';
import { priceKeys } from './notebook/sizes.ts';

type Prices = Pick<PlanContext, 'price'>;

/** What is not billed by the hour is billed while nothing runs too. */
export const costLine = (
  { price }: Prices,
  says: Message,
  priceKey: string,
  unit: CostLine['unit'],
  quantity: number,
): CostLine => ({ says, priceKey, unit, quantity, unitPrice: price(priceKey), alsoStopped: unit !== 'hour' });

export const machineLine = (prices: Prices, instanceType: string): CostLine =>
  costLine(prices, message('plan.cost.machine'), priceKeys.machine(instanceType), 'hour', 1);

export const diskLine = (prices: Prices, gb: number): CostLine =>
  costLine(prices, message('plan.cost.disk', { gb }), priceKeys.disk, 'gb-month', gb);

/** How much will lie in a bucket is not known: the price of a GB is, and the sum counts none. */
export const filesLine = (prices: Prices): CostLine =>
  costLine(prices, message('plan.cost.files'), priceKeys.files, 'gb-month', 0);
