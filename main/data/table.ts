/** A table out of the beginning of a text file. */
import { CsvError, parse } from 'csv-parse/sync';

export interface Table {
  columns: string[];
  header: boolean;
  rows: string[][];
  more: boolean;
}

const maxRows = 100;
const maxColumns = 200;
const maxCell = 500;

const delimiters = [',', ';', '\t', '|'];

/** The delimiter that splits the first lines most evenly; a comma when none does. */
function guessDelimiter(text: string): string {
  const lines = text
    .split(/\r?\n/, 20)
    .filter((line) => line !== '')
    .slice(0, 10);
  const score = (delimiter: string): number => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const least = Math.min(...counts);
    return counts.every((count) => count === counts[0]) ? least * 2 : least;
  };
  return delimiters.reduce((best, next) => (score(next) > score(best) ? next : best), ',');
}

const isNumber = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell.replace(',', '.')));

/** A header has a different name and no number in every column, and a column of numbers under it. */
function looksLikeHeader(rows: string[][]): boolean {
  const [first, ...rest] = rows;
  if (first === undefined || rest.length === 0) return false;
  if (first.some((cell) => cell === '' || isNumber(cell)) || new Set(first).size !== first.length)
    return false;
  return first.some((_, column) => rest.every((row) => isNumber(row[column] ?? '')));
}

/** `cut`: the text ends in the middle of a file, so its last line is not whole. Undefined: not a table. */
export function tableOf(text: string, cut: boolean): Table | undefined {
  const whole = cut ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
  let rows: string[][];
  try {
    rows = parse(whole, {
      bom: true,
      delimiter: guessDelimiter(whole),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      to: maxRows + 2,
    });
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
  if (rows.length === 0) return undefined;
  const header = looksLikeHeader(rows.slice(0, 50));
  const body = header ? rows.slice(1) : rows;
  const width = Math.min(maxColumns, Math.max(...rows.map((row) => row.length)));
  const shown = (row: string[]): string[] =>
    Array.from({ length: width }, (_, column) => (row[column] ?? '').slice(0, maxCell));
  return {
    columns: header ? shown(rows[0] ?? []) : Array.from({ length: width }, (_, i) => String(i + 1)),
    header,
    rows: body.slice(0, maxRows).map(shown),
    more: cut || body.length > maxRows,
  };
}
