/**
 * Writes every call and its outcome to a file, a line of JSON each, so that others (botocore's models) can judge a run.
 * Instants are `{"$date": …}`, bytes `{"$bytes": base64}`, streams `{"$stream": true}`.
 */
import { appendFileSync } from 'node:fs';
import type { Observer } from './observe.ts';
import { AwsError } from './types.ts';

export function recorder(file: string): Observer {
  return (call, outcome) => {
    const result =
      'output' in outcome
        ? { output: plain(outcome.output) }
        : { error: outcome.error instanceof AwsError ? outcome.error.code : String(outcome.error) };
    const { service, operation, region, via, input } = call;
    const line = { service, operation, region, via, caller: call.caller.arn, input: plain(input), ...result };
    appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  };
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if (Symbol.asyncIterator in value) return { $stream: true };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner != null)
      .map(([name, inner]) => [name, plain(inner)]),
  );
}
