/** Rows of a CSV file as numbers: what a column means is read off the training data. The last column is what is learned. */
import { parse } from 'csv-parse/sync';
import { Matrix } from 'ml-matrix';
import { WrongData } from './wrong-data.ts';

export type Column = { kind: 'number'; mean: number; spread: number } | { kind: 'choice'; values: string[] };

export interface Columns {
  columns: Column[];
  /** The two values of the last column; the second counts as 1. */
  labels: [string, string];
}

/** More than that would take long in the sandbox. */
export const MOST_ROWS = 200_000;
const MOST_CHOICES = 100;

const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text));

/** Rows of a table; a first row of names is left out. */
export function readRows(bytes: Uint8Array): string[][] {
  const options = { trim: true, skip_empty_lines: true, relax_column_count: true, to: MOST_ROWS, bom: true };
  const rows: string[][] = parse(Buffer.from(bytes), options);
  const [head, next] = rows;
  const names = head !== undefined && next !== undefined && !head.some(isNumber) && next.some(isNumber);
  return names ? rows.slice(1) : rows;
}

export function learnColumns(rows: readonly string[][]): Columns {
  const width = rows[0]?.length ?? 0;
  if (width < 2) throw new WrongData('The training data has no columns to learn from.');
  const labels = [...new Set(rows.map((row) => row[width - 1] ?? ''))].sort();
  const [none, some] = labels;
  if (none === undefined || some === undefined || labels.length > 2)
    throw new WrongData(`The last column must have two values; it has ${labels.length}.`);
  const columns = Array.from({ length: width - 1 }, (_, at): Column => {
    const values = rows.map((row) => row[at] ?? '');
    const given = values.filter((value) => value !== '');
    if (given.length > 0 && given.every(isNumber)) {
      const numbers = given.map(Number);
      const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
      const square = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length;
      return { kind: 'number', mean, spread: Math.sqrt(square) || 1 };
    }
    return { kind: 'choice', values: [...new Set(values)].sort().slice(0, MOST_CHOICES) };
  });
  return { columns, labels: [none, some] };
}

/** A row of the matrix is 1, then a number for each number and a place for each choice. */
export function encode(rows: readonly string[][], { columns, labels }: Columns): { x: Matrix; y: Matrix } {
  let width = 1;
  const places = columns.map((column) => {
    const from = width;
    width += column.kind === 'number' ? 1 : column.values.length;
    return {
      from,
      of: new Map<string, number>(
        column.kind === 'choice' ? column.values.map((value, at) => [value, from + at] as const) : [],
      ),
    };
  });
  const x = Matrix.zeros(rows.length, width);
  const y = Matrix.zeros(rows.length, 1);
  for (const [at, row] of rows.entries()) {
    x.set(at, 0, 1);
    for (const [index, column] of columns.entries()) {
      const text = row[index] ?? '';
      const place = places[index];
      if (column.kind === 'number') {
        if (isNumber(text)) x.set(at, place?.from ?? 0, (Number(text) - column.mean) / column.spread);
        continue;
      }
      const to = place?.of.get(text);
      if (to !== undefined) x.set(at, to, 1);
    }
    if (row[columns.length] === labels[1]) y.set(at, 0, 1);
  }
  return { x, y };
}
