/** The figures as a person reads them: in the terminal and in docs/measurements.md. */
import { goalHere, type Reading } from './reading.ts';

export interface Measured {
  name: string;
  title: string;
  readings: Reading[];
  /** Load average while it began. */
  load: string;
  /** Why it could not be measured here. */
  missing?: string;
  broke?: string;
}

export function verdict(one: Reading): 'within' | 'over' | '' {
  const goal = goalHere(one);
  return goal === undefined ? '' : one.value <= goal ? 'within' : 'over';
}

const figure = (value: number): string =>
  Number.isInteger(value)
    ? String(value)
    : value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);
const withUnit = (value: number, unit: string): string =>
  unit === '' ? figure(value) : `${figure(value)} ${unit}`;

/** Ratios first, then what has a goal, then what is for comparison. */
function ordered(readings: readonly Reading[]): Reading[] {
  const rank = ({ unit, goal }: Reading) => (unit === 'x' ? 0 : goal !== undefined ? 1 : 2);
  return [...readings].sort((a, b) => rank(a) - rank(b));
}

const rows = ({ readings }: Measured): string[][] =>
  ordered(readings).map((one) => [
    one.what,
    withUnit(one.value, one.unit),
    one.goal === undefined ? '' : `<= ${withUnit(goalHere(one) ?? NaN, one.unit)}`,
    verdict(one),
    [one.note, scaled(one)].filter((text) => text !== undefined).join('; '),
  ]);

/** Why the goal is another one here. */
const scaled = ({ goal, control, unit }: Reading): string | undefined =>
  goal === undefined || control === undefined || control.value <= control.usual
    ? undefined
    : `${withUnit(goal, unit)} where ${control.what} takes ${withUnit(control.usual, unit)}, which took ${withUnit(control.value, unit)} here`;

export function printed(measured: Measured): string {
  const { title, missing, broke } = measured;
  const lines = rows(measured).map(
    ([what = '', value = '', goal = '', is = '', note = '']) =>
      `  ${is.padEnd(6)}  ${value.padStart(9)}  ${goal.padEnd(10)}  ${what}${note === '' ? '' : ` (${note})`}`,
  );
  return [
    title,
    ...(missing === undefined ? [] : [`  not here: ${missing}`]),
    ...(broke === undefined ? [] : [`  BROKE: ${broke}`]),
    ...lines,
  ].join('\n');
}

const head = ['| Measure | Seen | Goal | | |', '| --- | ---: | ---: | --- | --- |'];

/** What stands below the title of a bench. */
export function part(measured: Measured): string {
  const { missing, broke } = measured;
  if (missing !== undefined) return `Not measured here: ${missing}.`;
  if (broke !== undefined) return 'The measuring broke.';
  return [...head, ...rows(measured).map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

export function table(all: readonly Measured[], notBuiltYet: readonly string[], load: string): string {
  const parts = all.map((measured) => `### ${measured.title}\n\n${part(measured)}`);
  return [
    load,
    ...parts,
    ...(notBuiltYet.length === 0 ? [] : [`Not built yet: ${notBuiltYet.join('; ')}.`]),
  ].join('\n\n');
}
