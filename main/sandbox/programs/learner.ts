/**
 * Learns yes or no from a table: logistic regression, in small batches with the steps of Adam (Kingma and Ba, 2014), over
 * the matrices of ml-matrix. The same data, options and state give the same numbers, so that a training that was
 * interrupted ends like one that was not.
 */
import { Matrix } from 'ml-matrix';
import { numbersFrom } from '../../samples/random.ts';
import { encode, learnColumns, readRows, type Columns } from './columns.ts';
import { WrongData } from './wrong-data.ts';

export interface LearnOptions {
  batchSize: number;
  learningRate: number;
}

/** All that a training needs to go on; kept as JSON. */
export interface LearnState {
  epoch: number;
  step: number;
  weights: number[];
  /** Of the slopes and of their squares, as Adam keeps them. */
  means: [number[], number[]];
}

export interface Score {
  loss: number;
  /** 0 to 1. */
  accuracy: number;
}

export interface Learner {
  columns: Columns;
  rows: { train: number; test: number };
  state(): LearnState;
  /** One more look at all rows. */
  epoch(): Score;
  /** On the test data; on the training data where there is none. */
  score(): Score;
}

function shuffled(length: number, seed: number): number[] {
  const next = numbersFrom(seed);
  const order = Array.from({ length }, (_, at) => at);
  for (let at = length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

const likely = (sums: Matrix): Matrix => sums.mul(-1).exp().add(1).pow(-1);

/** Sums of loss and of right answers. */
function judge(p: Matrix, y: Matrix): { loss: number; right: number } {
  let loss = 0;
  let right = 0;
  for (let row = 0; row < p.rows; row += 1) {
    const truth = y.get(row, 0);
    const said = Math.min(Math.max(p.get(row, 0), 1e-12), 1 - 1e-12);
    loss -= Math.log(truth === 1 ? said : 1 - said);
    if ((said > 0.5 ? 1 : 0) === truth) right += 1;
  }
  return { loss, right };
}

const ADAM = { first: 0.9, second: 0.999, least: 1e-8 };

/** `state`: where an earlier attempt came to; one of other columns counts for nothing. */
export function openLearner(
  data: { train: Uint8Array; test?: Uint8Array },
  options: LearnOptions,
  state?: LearnState,
): Learner {
  const rows = readRows(data.train);
  if (rows.length === 0) throw new WrongData('The training data is empty.');
  const columns = learnColumns(rows);
  const train = encode(rows, columns);
  const test = data.test && encode(readRows(data.test), columns);
  const width = train.x.columns;
  const goesOn = state?.weights.length === width ? state : undefined;
  let { epoch, step } = goesOn ?? { epoch: 0, step: 0 };
  const column = (values: number[] | undefined) =>
    values ? Matrix.columnVector(values) : Matrix.zeros(width, 1);
  const weights = column(goesOn?.weights);
  const mean = column(goesOn?.means[0]);
  const square = column(goesOn?.means[1]);

  const learn = (x: Matrix, y: Matrix) => {
    const p = likely(x.mmul(weights));
    const seen = judge(p, y);
    const slope = x.transposeMultiply(p.sub(y)).div(x.rows);
    step += 1;
    mean.mul(ADAM.first).add(Matrix.mul(slope, 1 - ADAM.first));
    square.mul(ADAM.second).add(Matrix.pow(slope, 2).mul(1 - ADAM.second));
    const size = Matrix.div(square, 1 - ADAM.second ** step)
      .sqrt()
      .add(ADAM.least);
    const move = Matrix.div(mean, 1 - ADAM.first ** step).div(size);
    weights.sub(move.mul(options.learningRate));
    return seen;
  };

  return {
    columns,
    rows: { train: rows.length, test: test?.x.rows ?? 0 },
    state: () => ({
      epoch,
      step,
      weights: weights.to1DArray(),
      means: [mean.to1DArray(), square.to1DArray()],
    }),
    epoch() {
      const order = shuffled(rows.length, epoch + 1);
      const sum = { loss: 0, right: 0 };
      for (let from = 0; from < order.length; from += options.batchSize) {
        const batch = order.slice(from, from + options.batchSize);
        const pick = (all: Matrix) => new Matrix(batch.map((row) => all.getRow(row)));
        const seen = learn(pick(train.x), pick(train.y));
        sum.loss += seen.loss;
        sum.right += seen.right;
      }
      epoch += 1;
      return { loss: sum.loss / rows.length, accuracy: sum.right / rows.length };
    },
    score() {
      const { x, y } = test && test.x.rows > 0 ? test : train;
      const { loss, right } = judge(likely(x.mmul(weights)), y);
      return { loss: loss / x.rows, accuracy: right / x.rows };
    },
  };
}
