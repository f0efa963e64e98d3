/** Reads what was typed and runs the command. */
import { parseArgs } from 'node:util';
import { languages } from '../../words/index.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Environment } from '../connections/sources.ts';
import { createEngine, type Engine, openReading, type Reading } from '../engine.ts';
import { stateDirOf } from '../storage/state-dir.ts';
import { approve, diff, exportTo, listWizards, showPlan } from './plans.ts';
import {
  errorOf,
  type ExitCode,
  exitCodeOf,
  openTerminal,
  printError,
  type Streams,
  type Terminal,
  WrongUse,
} from './terminal.ts';
import { apply, plan, recover, status } from './work.ts';

const options = {
  json: { type: 'boolean', default: false },
  state: { type: 'string' },
  language: { type: 'string' },
  answers: { type: 'string' },
  out: { type: 'string' },
  offline: { type: 'boolean', default: false },
  to: { type: 'string' },
  as: { type: 'string' },
  reject: { type: 'boolean', default: false },
  comment: { type: 'string', default: '' },
  yes: { type: 'string' },
  undo: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const common = ['json', 'state', 'language', 'help'];

interface Command {
  /** Names of what must follow the command, for the sentence about what is missing. */
  needs: string[];
  takes: (keyof typeof options)[];
  /** `reading` looks; `engine` changes, and holds the state folder. */
  room: 'reading' | 'engine';
  run(given: Given): Promise<ExitCode> | ExitCode;
}

type Values = ReturnType<typeof parse>['values'];

interface Given {
  terminal: Terminal;
  reading: Reading;
  /** The same room, when the command asked for all of it. */
  engine: Engine;
  names: string[];
  values: Values;
  signal: AbortSignal;
  env: Environment;
}

const name = ({ names }: Given, index = 0): string => names[index] ?? '';

function required(given: Given, command: string, option: 'answers' | 'to' | 'as'): string {
  const value = given.values[option];
  if (value === undefined) throw new WrongUse('cli.missing', { command, what: `--${option}` });
  return value;
}

const commands: Record<string, Command> = {
  wizards: { needs: [], takes: [], room: 'reading', run: ({ terminal }) => listWizards(terminal) },
  plan: {
    needs: ['WIZARD'],
    takes: ['answers', 'out', 'offline'],
    room: 'reading',
    run: (given) =>
      plan(given.terminal, given.reading, {
        source: name(given),
        answers: required(given, 'plan', 'answers'),
        out: given.values.out,
        offline: given.values.offline,
        signal: given.signal,
      }),
  },
  show: {
    needs: ['PLAN'],
    takes: [],
    room: 'reading',
    run: (given) => showPlan(given.terminal, given.reading, name(given)),
  },
  diff: {
    needs: ['PLAN', 'PLAN'],
    takes: [],
    room: 'reading',
    run: (given) => diff(given.terminal, given.reading, name(given), name(given, 1)),
  },
  export: {
    needs: ['PLAN'],
    takes: ['to', 'out'],
    room: 'reading',
    run: (given) =>
      exportTo(given.terminal, given.reading, name(given), required(given, 'export', 'to'), given.values.out),
  },
  approve: {
    needs: ['PLAN'],
    takes: ['as', 'reject', 'comment'],
    room: 'reading',
    run: (given) =>
      approve(given.terminal, given.reading, name(given), {
        by: required(given, 'approve', 'as'),
        reject: given.values.reject,
        comment: given.values.comment,
      }),
  },
  apply: {
    needs: ['PLAN'],
    takes: ['yes'],
    room: 'engine',
    run: (given) => apply(given.terminal, given.engine, name(given), given.values.yes, given.env),
  },
  status: {
    needs: [],
    takes: [],
    room: 'reading',
    run: ({ terminal, reading, signal }) => status(terminal, reading, signal),
  },
  recover: {
    needs: [],
    takes: ['undo'],
    room: 'engine',
    run: ({ terminal, engine, values }) => recover(terminal, engine, values.undo),
  },
};

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new WrongUse('cli.wrongOption', { text: (error as Error).message });
  }
}

function find(command: string, names: string[], values: Values): Command {
  const found = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (found === undefined) throw new WrongUse('cli.unknownCommand', { command });
  const missing = found.needs[names.length];
  if (missing !== undefined) throw new WrongUse('cli.missing', { command, what: missing });
  const extra = names[found.needs.length];
  if (extra !== undefined) throw new WrongUse('cli.wrongOption', { text: extra });
  const taken = new Set<string>([...common, ...found.takes]);
  for (const [option, value] of Object.entries(values)) {
    const untouched = value === false || value === '';
    if (!taken.has(option) && !untouched) throw new WrongUse('cli.wrongOption', { text: `--${option}` });
  }
  return found;
}

/** Runs one command to its end and answers the exit code. Never throws. */
export async function runCommand(
  args: string[],
  env: Environment,
  streams: Streams,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<ExitCode> {
  const early = { json: args.includes('--json'), language: 'en' as const, timeZone: 'UTC' };
  let terminal = openTerminal(streams, early);
  let reading: Reading | undefined;
  try {
    const { values, positionals } = parse(args);
    const [command, ...names] = positionals;
    if (values.help || command === undefined) {
      terminal.print('cli.usage');
      return values.help ? 0 : 2;
    }
    const found = find(command, names, values);
    if (values.state === '') throw new WrongUse('cli.missing', { command, what: '--state DIR' });
    const wanted = languages.find((known) => known === values.language);
    if (values.language !== undefined && wanted === undefined)
      throw new WrongUse('cli.wrongOption', { text: `--language ${values.language}` });
    const onFault = (error: unknown) => streams.err(error instanceof Error ? error.name : 'Fault');
    const engineOptions = { stateDir: stateDirOf(values.state, env), env, onFault, clock };
    const opened =
      found.room === 'engine' ? await createEngine(engineOptions) : await openReading(engineOptions);
    reading = opened;
    const language = wanted ?? (await opened.settings.read()).person.language;
    terminal = openTerminal(streams, { json: values.json, language, timeZone: await opened.timeZone() });
    for (const notice of opened.notices) terminal.err(terminal.text(notice));
    // Stops following; what was begun goes on in AWS.
    const leave = () => {
      terminal.hint('cli.leaving');
      void opened.close();
    };
    signal.addEventListener('abort', leave, { once: true });
    const engine = opened as Engine;
    return await found.run({ terminal, reading: opened, engine, names, values, signal, env });
  } catch (error) {
    if (error instanceof WrongUse) {
      if (terminal.json) terminal.data({ error: { code: 'usage', says: terminal.text(error.says) } });
      else terminal.err(terminal.text(error.says));
      return 2;
    }
    const said = errorOf(error);
    printError(terminal, said);
    return exitCodeOf(said);
  } finally {
    if (!signal.aborted) await reading?.close();
  }
}
