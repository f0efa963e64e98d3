/** What the machines of a training that is being asked for cost on Spot, as a small picture. Free to ask. */
import type { SpotPrices } from '../../preload/contract/domains/jobs.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { factsOf, readFacts } from '../plans/facts/index.ts';
import { readSpotHistory } from '../plans/facts/spot.ts';
import { TrainingAnswers } from '../wizards/gpu-training/answers.ts';
import { environmentFact, environmentOf } from '../wizards/gpu-training/environment.ts';
import { trainingPrices } from '../wizards/gpu-training/money.ts';

/** More cannot be told apart in a small chart. */
const mostLines = 4;

const { size, pool, network } = TrainingAnswers.shape;

/** The machines that these answers lead to: of the environment that is there, or of the one that would be made. */
export async function spotPrices(
  answers: Answers,
  aws: Aws,
  /** Usual prices by their keys, of these types. */
  usual: (types: string[]) => Promise<(key: string) => number | null>,
  options: AwsCallOptions,
): Promise<SpotPrices> {
  const wanted = [environmentFact, 'gpu-offers', 'machine-networks'];
  const facts = factsOf(
    await readFacts(
      wanted.map((key) => ({ key, decisive: false })),
      { aws, signal: options.signal, now: () => aws.now() },
    ),
  );
  // What is not answered well counts as its default.
  const environment = environmentOf(
    {
      size: size.catch('small').parse(answers['size']),
      pool: pool.catch('').parse(answers['pool']),
      network: network.catch('default').parse(answers['network']),
    },
    facts,
  );
  const types = environment.pool.types.slice(0, mostLines).map(({ type }) => type);
  if (types.length === 0) return { lines: [] };
  const zones = environment.network?.zones.join(',') ?? '';
  const history = await readSpotHistory(aws, `${types.join(',')}:${zones}`, options);
  const lines = types.flatMap((type) => {
    const found = history[type];
    return found === undefined || found.points.length === 0 ? [] : [{ type, ...found }];
  });
  const price = await usual(types);
  return { lines: lines.map((line) => ({ ...line, usualUsd: price(trainingPrices.onDemand(line.type)) })) };
}
