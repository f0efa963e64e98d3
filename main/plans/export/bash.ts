/** Any text as one word of bash: in single quotes, where nothing is special but the quote itself. */
export function bashWord(text: string): string {
  if (/^[A-Za-z0-9_./:@%+-]+$/.test(text)) return text;
  // A program's argument cannot hold a NUL; leaving it out is what every shell does.
  return `'${text.replaceAll('\0', '').replaceAll("'", `'\\''`)}'`;
}

/** A line that bash passes over, whatever the text holds. */
export function bashComment(text: string): string {
  return text
    .split(/[\r\n\u2028\u2029]/)
    .map((line) => `# ${line.replace(/[\u0000-\u001f\u007f]/g, ' ')}`)
    .join('\n');
}
