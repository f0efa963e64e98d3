/** A table for a spreadsheet that is data there and nothing else. */

/**
 * Excel and others take a cell for a formula when it begins with one of these, full-width forms included
 * (owasp.org/www-community/attacks/CSV_Injection); an apostrophe before it makes it text.
 */
const formula = /^[\s\u0000-\u001f]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

const cell = (text: string): string => {
  const safe = formula.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** By RFC 4180, with the mark by which Excel knows UTF-8. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
