/** Where a fault happened and its kind; never its message, which may quote what a person typed or an address. */
export function reportFault(where: string, error: unknown): void {
  const stack =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const kind = error instanceof Error ? error.name : typeof error;
  process.stderr.write(`${[`A fault in ${where}: ${kind}`, ...stack].join('\n')}\n`);
}
