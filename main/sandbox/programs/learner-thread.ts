/** Entry of the thread in which a program of the sandbox learns; learning.ts starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { WrongData } from './wrong-data.ts';
import { openLearner, type LearnOptions, type LearnState, type Learner, type Score } from './learner.ts';

export interface LearnWork {
  train: Uint8Array;
  test?: Uint8Array;
  options: LearnOptions;
  state?: LearnState;
}

export type Answer =
  | { opened: { rows: Learner['rows']; columns: Learner['columns']; epoch: number } }
  | { seen: Score; state: LearnState }
  | { score: Score; state: LearnState }
  | { wrong: string };

const port = parentPort;
if (port) {
  const { train, test, options, state } = workerData as LearnWork;
  const answer = (message: Answer) => port.postMessage(message);
  try {
    const learner = openLearner({ train, ...(test && { test }) }, options, state);
    answer({ opened: { rows: learner.rows, columns: learner.columns, epoch: learner.state().epoch } });
    port.on('message', (wanted: 'epoch' | 'score') => {
      if (wanted === 'epoch') answer({ seen: learner.epoch(), state: learner.state() });
      else answer({ score: learner.score(), state: learner.state() });
    });
  } catch (error) {
    if (!(error instanceof WrongData)) throw error;
    answer({ wrong: error.message });
  }
}
