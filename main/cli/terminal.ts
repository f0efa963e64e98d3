/** Where commands write, in which language, and with which exit code they end. */
import type { AppError, ErrorCode } from '../../preload/contract/errors.ts';
import { type Message, message } from '../../preload/contract/message.ts';
import { type Language, say } from '../../words/index.ts';
import { AppFailure, failure } from '../failure.ts';

/** 0 done · 1 failed and said why · 2 wrong use · 3 refused. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Streams {
  /** What was asked for. */
  out(line: string): void;
  /** Progress, hints and errors. */
  err(line: string): void;
}

export interface Terminal extends Streams {
  readonly json: boolean;
  readonly language: Language;
  readonly timeZone: string;
  text(message: Message): string;
  /** A sentence of the word files, to `out` or `err`. */
  print(key: string, params?: Message['params']): void;
  hint(key: string, params?: Message['params']): void;
  /** Data for machines. */
  data(value: unknown): void;
}

export interface TerminalOptions {
  json: boolean;
  language: Language;
  timeZone: string;
}

/** Text from AWS or a file cannot move the cursor or ring the bell. */
const harmless = (text: string): string =>
  text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ');

export function openTerminal(streams: Streams, options: TerminalOptions): Terminal {
  const text = (said: Message) =>
    say(options.language, said, { timeZone: options.timeZone, now: Date.now() });
  const out = (line: string) => streams.out(harmless(line));
  const err = (line: string) => streams.err(harmless(line));
  return {
    ...options,
    out,
    err,
    text,
    print: (key, params) => out(text(message(key, params))),
    hint: (key, params) => err(text(message(key, params))),
    data: (value) => streams.out(JSON.stringify(value, null, 2)),
  };
}

/** The command was typed in a way that cannot be understood. */
export class WrongUse extends Error {
  readonly says: Message;
  constructor(key: string, params?: Message['params']) {
    super(key);
    this.says = message(key, params);
  }
}

const wrongUse: readonly ErrorCode[] = [
  'answers.unknownWizard',
  'plan.notFound',
  'file.unreadable',
  'file.unknownFormat',
  'file.tooLarge',
];
const refusals = /^(?:input|plan|ticket|digest)\./;

export function exitCodeOf({ code }: AppError): ExitCode {
  if (wrongUse.includes(code)) return 2;
  return refusals.test(code) ? 3 : 1;
}

export function errorOf(error: unknown): AppError {
  return (error instanceof AppFailure ? error : failure('internal', {}, { cause: error })).error;
}

/** Says what happened and what mends it; the technical text comes last. */
export function printError(terminal: Terminal, error: AppError): void {
  if (terminal.json) {
    const problems = (error.problems ?? []).map(({ path, says }) => ({ path, says: terminal.text(says) }));
    const { code, technical } = error;
    const words = { says: terminal.text(error.says), mend: terminal.text(error.mend) };
    terminal.data({ error: { code, ...words, problems, ...(technical && { technical }) } });
    return;
  }
  terminal.err(terminal.text(error.says));
  for (const { path, says } of error.problems ?? [])
    terminal.hint('cli.problem', { path, says: { message: says } });
  terminal.hint('cli.mend', { mend: { message: error.mend } });
  if (error.technical?.text !== undefined) {
    const { awsCode, text } = error.technical;
    terminal.hint('cli.aws', { text: awsCode === undefined ? text : `${awsCode}: ${text}` });
  }
}
