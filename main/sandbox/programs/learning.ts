/** A learner in a thread of its own, so that the account goes on answering. */
import { Worker } from 'node:worker_threads';
import { entryFile } from '../../program.ts';
import type { Answer, LearnWork } from './learner-thread.ts';
import { WrongData } from './wrong-data.ts';

type Of<K extends string> = Extract<Answer, Record<K, unknown>>;

export interface Learning {
  opened: Of<'opened'>['opened'];
  epoch(): Promise<Of<'seen'>>;
  score(): Promise<Of<'score'>>;
  /** Ends the thread, also in the middle of an epoch. */
  end(): Promise<void>;
}

/** Throws `WrongData` when there is nothing to learn from, and what the thread died of. */
export async function startLearning(work: LearnWork): Promise<Learning> {
  const worker = new Worker(entryFile('sandbox/programs/learner-thread'), { workerData: work });
  const answered = () =>
    new Promise<Answer>((resolve, reject) => {
      const end = () => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        // A thread that waits for its next epoch does not keep the program.
        worker.unref();
      };
      const onMessage = (answer: Answer) => {
        end();
        if ('wrong' in answer) reject(new WrongData(answer.wrong));
        else resolve(answer);
      };
      const onError = (error: Error) => {
        end();
        reject(error);
      };
      const onExit = () => onError(new Error('The thread of the sandbox trainer was ended.'));
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.ref();
    });
  const ask = (wanted: 'epoch' | 'score') => {
    const answer = answered();
    worker.postMessage(wanted);
    return answer;
  };
  try {
    const { opened } = (await answered()) as Of<'opened'>;
    return {
      opened,
      epoch: async () => (await ask('epoch')) as Of<'seen'>,
      score: async () => (await ask('score')) as Of<'score'>,
      end: async () => {
        await worker.terminate();
      },
    };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}
