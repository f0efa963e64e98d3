/** A stranger's file as an old configuration of AWS Batch: read, mended and priced. Asks nobody where there is no account. */
import type { OldRecipe } from '../../../preload/contract/old-recipe.ts';
import { AppFailure } from '../../failure.ts';
import { checkAnswers, withDefaults } from '../../plans/answers.ts';
import { factsOf } from '../../plans/facts/index.ts';
import { newPlanId, planContext, targetOf, type Making } from '../../plans/make.ts';
import { parseStrangersJson } from '../../plans/safe-json.ts';
import { BadTemplate, readTree } from '../../plans/template-text.ts';
import { notingPrices } from '../asked-prices.ts';
import { gpuTraining } from './index.ts';
import { trainingPrices } from './money.ts';
import { mendOldRecipe } from './old-recipe.ts';

const mostLeftOut = 60;
/** A value of a file that somebody reads in a line. */
const longest = 300;

/** AWS's price list is free, and nobody waits for it long. */
const priceListMs = 4_000;

/** JSON up to the bounds of a stranger's JSON, YAML up to those of a template. Undefined: neither. */
function parse(text: string): unknown {
  try {
    return /^\s*[[{]/.test(text) ? parseStrangersJson(text) : readTree(text);
  } catch (error) {
    if (error instanceof BadTemplate || error instanceof AppFailure) return undefined;
    throw error;
  }
}

const isPlan = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && Reflect.get(json, 'format') === 'millwright-plan';

/** Undefined where the file is no configuration of Batch. */
export async function openOldRecipe(text: string, making: Making): Promise<OldRecipe | undefined> {
  const json = parse(text);
  const mended = isPlan(json) ? undefined : mendOldRecipe(json);
  if (mended === undefined) return undefined;
  const { lines, leftOut, answers, types } = mended;
  const target = targetOf(making);
  const context = () => planContext({ ...making, now: making.now() }, target, newPlanId(making));
  const complete = withDefaults(gpuTraining.defaults(factsOf([]), context()), answers);
  const checked = checkAnswers(gpuTraining, complete);
  await lookUpMissing(types.now, making, target.region);
  const noting = notingPrices(making.prices);
  const priced = (of: readonly string[]) =>
    of.slice(0, 12).map((type) => ({
      type: cut(type),
      usdPerHour:
        noting.book.price(trainingPrices.onDemand(type), target.region, target.accountId)?.usd ?? null,
    }));
  const prices = { was: priced(types.was), now: priced(types.now) };
  return {
    wizard: gpuTraining.id,
    name: typeof complete['name'] === 'string' ? complete['name'] : '',
    lines: lines.map((line) => ({
      ...line,
      was: line.was === null ? null : cut(line.was),
      now: line.now === null ? null : cut(line.now),
    })),
    leftOut: leftOut.slice(0, mostLeftOut).map(cut),
    leftOutOf: leftOut.length,
    answers,
    asks: checked.ok ? [] : checked.problems.map(({ says }) => says),
    prices: { region: target.region, ...prices, asOf: noting.asOf() },
  };
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

/** Without an answer the price stays unknown. */
async function lookUpMissing(types: readonly string[], making: Making, region: string): Promise<void> {
  const { aws, prices, signal } = making;
  const missing = types.map(trainingPrices.onDemand).filter((key) => prices.price(key, region) === null);
  if (aws === null || missing.length === 0) return;
  const soon = AbortSignal.any([AbortSignal.timeout(priceListMs), ...(signal ? [signal] : [])]);
  try {
    await prices.lookUp(aws, missing, soon);
  } catch (error) {
    if (!(error instanceof AppFailure) || signal?.aborted === true) throw error;
  }
}
