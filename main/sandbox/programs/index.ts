/** What jobs of the sandbox run in place of containers: programs that ship with it, known by the digest of the script. */
import {
  notRun,
  onMachine,
  type JobPrograms,
  type JobStart,
  type RunningProgram,
} from '../services/batch/programs.ts';
import { Ended, isInS3, say, withRights } from './addresses.ts';
import { knownScript } from './known.ts';
import { folderOf, rightsOf, storeIn } from './store.ts';
import { trainer } from './trainer.ts';
import { splitWords } from './words.ts';

/** The program that stands for the script of a job, once its bytes are known. */
async function programFor(what: JobStart): Promise<RunningProgram> {
  const { account, environment, jobRoleArn } = what;
  const code = environment['SCRIPT_DIR'] ?? '';
  const wanted = environment['RUN_SCRIPT'] ?? '';
  return withRights('read its code', async () => {
    const store = storeIn(account, what.region, rightsOf(account, jobRoleArn, `job-${what.attempt}`));
    const files = await store.list(folderOf(code));
    if (files.length === 0) throw new Ended(91, `The code is not there: nothing lies at ${code}`);
    const words = files.includes(folderOf(code) + wanted) ? [wanted] : splitWords(wanted);
    const name = folderOf(code) + (words[0] ?? '');
    const bytes = files.includes(name) ? await store.get(name) : undefined;
    if (!bytes) throw new Ended(91, `The code folder has no ${words[0] ?? ''}`);
    const script = knownScript(bytes);
    if (!script) return notRun(what);
    const { attempt, jobId } = what;
    const now = () => account.clock.now();
    const on = onMachine(what);
    return trainer({ store, script, words: words.slice(1), environment, attempt, jobId, on, now });
  });
}

/** A job that carries a script of its own is looked at when it first works: its code lies in S3. */
export const shippedPrograms: JobPrograms = {
  start(what) {
    const { SCRIPT_DIR, RUN_SCRIPT } = what.environment;
    if (!isInS3(SCRIPT_DIR) || !RUN_SCRIPT) return undefined;
    let program: RunningProgram | undefined;
    return {
      async next() {
        try {
          program ??= await programFor(what);
        } catch (error) {
          if (!(error instanceof Ended)) throw error;
          const lines = [say(`stopped with code ${error.code}: ${error.message}`)];
          return { lines, exitCode: error.code };
        }
        return program.next();
      },
      stop: () => program?.stop() ?? [],
    };
  },
};
