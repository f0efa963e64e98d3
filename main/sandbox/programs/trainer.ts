/**
 * The trainer that jobs of the sandbox run in place of a container whose script ships with Millwright. It learns for real
 * from the data in the account's S3, says and keeps what the program inside trainings says and keeps, and marks what it
 * made. One step of it is one epoch, so that it can be interrupted after any.
 */
import type { Moment, RunningProgram } from '../services/batch/programs.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { Ended, fetchData, isInS3, say, withRights } from './addresses.ts';
import { keep, newest } from './checkpoints.ts';
import { WrongData } from './wrong-data.ts';
import type { KnownScript } from './known.ts';
import type { LearnState, Score } from './learner.ts';
import { startLearning, type Learning } from './learning.ts';
import { folderOf, type ProgramStore } from './store.ts';
import { numberAfter } from './words.ts';

export interface Training {
  store: ProgramStore;
  script: KnownScript;
  /** Arguments of the script. */
  words: readonly string[];
  environment: Readonly<Record<string, string>>;
  attempt: number;
  jobId: string;
  /** End of the first line: on which machine it runs. */
  on?: string;
  /** Virtual time in ms. */
  now(): number;
}

export const library = `ml-matrix ${manifest.devDependencies['ml-matrix']}`;

/** Seconds of the account's time. */
export const trainerTimes = { fetch: 30, epoch: 60 } as const;

const kept = 'checkpoints/sandbox-trainer.json';
const digits = (value: number): string => value.toFixed(4);
const numbers = ({ loss, accuracy }: Score, prefix = ''): string =>
  `${prefix}loss=${digits(loss)} ${prefix}accuracy=${digits(accuracy)}`;
const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`);

export function trainer(training: Training): RunningProgram {
  const { store, script, words, environment, attempt, jobId, on = '' } = training;
  const folder = isInS3(environment['MILLWRIGHT_CHECKPOINTS'])
    ? folderOf(environment['MILLWRIGHT_CHECKPOINTS'])
    : undefined;
  const epochs = numberAfter(words, '--epochs', { usual: script.epochs, least: 1, most: 1000 });
  const batchSize = numberAfter(words, '--batch-size', { usual: script.batchSize, least: 1, most: 65_536 });
  const learningRate = numberAfter(words, '--learning-rate', {
    usual: script.learningRate,
    least: 1e-6,
    most: 1,
  });
  let learning: Learning | undefined;
  let epoch = 0;
  let number = 0;
  let stopped = false;

  /** Where an earlier attempt came to, and what there is to say of it. */
  const restore = async (lines: string[]): Promise<LearnState | undefined> => {
    if (folder === undefined) return undefined;
    const found = await withRights('read its checkpoints', () => newest(store, folder));
    number = found.number;
    lines.push(...found.broken.map((name) => say(`Checkpoint ${name} is not whole and is not used`)));
    const bytes = found.checkpoint?.files.get(kept);
    if (!found.checkpoint || !bytes) {
      lines.push(say('No checkpoint yet: the training starts from the beginning'));
      return undefined;
    }
    lines.push(say(`Going on from checkpoint ${found.checkpoint.name}`));
    return JSON.parse(bytes.toString()) as LearnState;
  };

  const begin = async (lines: string[]): Promise<Moment> => {
    lines.push(
      say(`Attempt ${attempt} of job ${jobId}, in the sandbox${on}`),
      `sandbox trainer: ${library} (logistic regression) in place of ${script.library}`,
    );
    const fetched = async (what: string, address: string | undefined) => {
      if (!isInS3(address)) return undefined;
      const bytes = await fetchData(store, what, address);
      lines.push(say(`Fetched the ${what}: ${bytes.length} bytes`));
      return bytes;
    };
    const train = await fetched('training data', environment['TRAINING_DATA']);
    const test = await fetched('test data', environment['TEST_DATA']);
    if (!train) throw new Ended(92, 'The training data is not there: TRAINING_DATA names no place in S3.');
    const state = await restore(lines);
    learning = await startLearning({
      train,
      ...(test && { test }),
      ...(state && { state }),
      options: { batchSize, learningRate },
    });
    epoch = learning.opened.epoch;
    const { rows } = learning.opened;
    lines.push(say(`Starting ${script.sample}/train.py`), `rows=${rows.train} test_rows=${rows.test}`);
    return { lines, seconds: trainerTimes.fetch };
  };

  const learn = async (running: Learning, lines: string[]): Promise<Moment> => {
    const { seen, state } = await running.epoch();
    // Nothing is kept any more once `stop` has said what is.
    if (stopped) throw new Error('The attempt was stopped.');
    epoch = state.epoch;
    lines.push(`epoch=${epoch} of=${epochs} ${numbers(seen)}`);
    if (folder !== undefined) {
      const bytes = json(state);
      const files = new Map([[kept, bytes]]);
      const name = await withRights('keep checkpoints', () => keep(store, folder, number, files));
      number = Number(name);
      lines.push(say(`Checkpoint ${name} is safe: 1 files, ${bytes.length} bytes`));
    }
    return { lines, seconds: trainerTimes.epoch };
  };

  const finish = async (running: Learning, lines: string[]): Promise<Moment> => {
    const { score, state } = await running.score();
    const { rows, columns } = running.opened;
    const made = { madeBy: `the sandbox of Millwright, with ${library} in place of ${script.library}` };
    const at = new Date(training.now()).toISOString();
    lines.push(numbers(score, 'test_'), say('The script ended well. Putting the results'));
    const metrics = json({ ...made, at, attempt, epochs: state.epoch, ...score, rows });
    const model = json({ ...made, at, kind: 'logistic regression', ...columns, weights: state.weights });
    const results = [
      [environment['EXPORT_PATH'], 'model.json', model],
      [environment['MODEL_DIR'], 'metrics.json', metrics],
    ] as const;
    for (const [address, name, bytes] of results) {
      if (!isInS3(address)) continue;
      await withRights(`write to ${address}`, () => store.put(`${folderOf(address)}${name}`, bytes));
      lines.push(say(`Put 1 files, ${bytes.length} bytes to ${folderOf(address)}`));
    }
    await running.end();
    lines.push(say('Done'));
    return { lines, exitCode: 0 };
  };

  return {
    async next() {
      const lines: string[] = [];
      try {
        if (!learning) return await begin(lines);
        return epoch < epochs ? await learn(learning, lines) : await finish(learning, lines);
      } catch (error) {
        await learning?.end();
        // Nobody waits for what a stopped attempt would have said.
        if (stopped) return { lines: [], exitCode: 143 };
        if (error instanceof Ended)
          return {
            lines: [...lines, say(`stopped with code ${error.code}: ${error.message}`)],
            exitCode: error.code,
          };
        if (error instanceof WrongData)
          return {
            lines: [...lines, `ValueError: ${error.message}`, say('The script ended with code 1.')],
            exitCode: 1,
          };
        throw error;
      }
    },
    async stop() {
      stopped = true;
      await learning?.end();
      const name = String(number).padStart(6, '0');
      return [
        say('Asked to stop'),
        say(`Stopped on request after checkpoint ${name}: the next attempt goes on from there`),
      ];
    },
  };
}
