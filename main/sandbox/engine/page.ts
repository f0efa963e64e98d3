/** Cuts one page out of a full list. Tokens are opaque, bound to operation and filters, and say where to go on. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Protocol } from '../wire/service-model.ts';
import { withoutPage } from './lists.ts';
import { AwsError, type Operation } from './types.ts';
import { codeFor } from './validate.ts';

type Page = NonNullable<Operation['page']>;
type Members = Record<string, unknown>;

export function cutPage(
  page: Page,
  operation: string,
  protocol: Protocol,
  secret: string,
  input: Members,
  output: Members,
): Members {
  const items = (output[page.items] ?? []) as unknown[];
  const size = Math.min(pageSize(page, protocol, input), page.most?.(input) ?? Infinity);
  const scope = createHash('sha256')
    .update(`${operation}\n${JSON.stringify(withoutPage(page, input))}`)
    .digest('hex');
  const start = startOf(page, protocol, secret, scope, input[page.input]);
  const end = start + size;
  const more = end < items.length;
  return {
    ...output,
    [page.items]: items.slice(start, end),
    ...(more && { [page.output]: seal(secret, scope, end) }),
    ...(page.truncated && { [page.truncated]: more }),
  };
}

function pageSize(page: Page, protocol: Protocol, input: Members): number {
  const given = page.limit === undefined ? undefined : input[page.limit];
  if (given == null) return page.defaultSize;
  const size = Number(given);
  const bound =
    size > page.maxSize
      ? `less than or equal to ${page.maxSize}`
      : size < 1
        ? 'greater than or equal to 1'
        : null;
  if (bound === null) return size;
  const name = (page.limit ?? '').replace(/^./, (c) => c.toLowerCase());
  throw new AwsError(
    codeFor(protocol),
    `1 validation error detected: Value '${size}' at '${name}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function startOf(page: Page, protocol: Protocol, secret: string, scope: string, token: unknown): number {
  if (token == null || token === '') return 0;
  const found = open(secret, scope, typeof token === 'string' ? token : '');
  if (found !== undefined) return found;
  const { code, message } = page.invalidToken ?? {
    code: codeFor(protocol),
    message: `Invalid ${page.input}`,
  };
  throw new AwsError(code, message);
}

function seal(secret: string, scope: string, offset: number): string {
  return Buffer.concat([mac(secret, scope, offset), Buffer.from(String(offset))]).toString('base64');
}

function open(secret: string, scope: string, token: string): number | undefined {
  const bytes = Buffer.from(token, 'base64');
  const offset = Number(bytes.subarray(16).toString('latin1'));
  if (bytes.length <= 16 || !Number.isSafeInteger(offset)) return undefined;
  return timingSafeEqual(bytes.subarray(0, 16), mac(secret, scope, offset)) ? offset : undefined;
}

const mac = (secret: string, scope: string, offset: number): Buffer =>
  createHmac('sha256', secret).update(`${scope}\n${offset}`).digest().subarray(0, 16);
