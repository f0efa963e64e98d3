/** What begins every script: where it works, and what stops it before it changes anything. */
import { message } from '../../../preload/contract/message.ts';
import type { Plan } from '../../../preload/contract/plan.ts';
import { say, type Language } from '../../../words/index.ts';
import { bashComment, bashWord } from './bash.ts';

export interface Reader {
  language: Language;
  timeZone: string;
}

/** A sentence for whoever runs the script. */
export type Tell = (key: string, params?: Record<string, string | number>) => string;

export const teller =
  (language: Language): Tell =>
  (key, params) =>
    say(language, message(`plan.export.${key}`, params), { timeZone: 'UTC', now: 0 });

export const line = (...words: string[]) => words.map(bashWord).join(' ');

/** Says why on the error stream and ends the script. */
export const stop = (sentence: string) => `{ printf '%s\\n' ${bashWord(sentence)} >&2; exit 1; }`;

/** Longest request that stands in the script itself; Windows takes 32,767 characters for a whole command. */
const longestInLine = 8_000;

export interface InputFile {
  name: string;
  text: string;
}

/** `--cli-input-json` with the request, or with the file beside the script that holds a long one. */
export function input(value: unknown, name: string): { words: string[]; files: InputFile[] } {
  const text = JSON.stringify(value);
  if (text.length <= longestInLine) return { words: ['--cli-input-json', text], files: [] };
  return {
    words: ['--cli-input-json', `file://${name}`],
    files: [{ name, text: `${JSON.stringify(value, null, 2)}\n` }],
  };
}

/**
 * Version 1 of the AWS CLI reads `AWS_DEFAULT_REGION` alone, version 2 `AWS_REGION` first; only version 2 has a pager.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
 */
export function head(plan: Plan, { language, timeZone }: Reader): string[] {
  const tell = teller(language);
  const region = bashWord(plan.target.region);
  return [
    '#!/usr/bin/env bash',
    bashComment(say(language, plan.title, { timeZone, now: Date.parse(plan.madeAt) })),
    bashComment(tell('script')),
    'set -euo pipefail',
    'cd "$(dirname "$0")"',
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_PAGER=`,
    ...rightAccount(plan, tell),
    '',
  ];
}

function rightAccount({ target: { accountId } }: Plan, tell: Tell): string[] {
  if (accountId === null) return [bashComment(tell('draft'))];
  return [
    `account=$(${line('aws', 'sts', 'get-caller-identity', '--query', 'Account', '--output', 'text')})`,
    `[ "$account" = ${bashWord(accountId)} ] || ${stop(tell('otherAccount', { account: accountId }))}`,
  ];
}
