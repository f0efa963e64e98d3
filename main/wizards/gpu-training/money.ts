/** What a training costs: the Spot price of now against the usual one, and the worst that can come. Pure. */
import { message } from '../../../preload/contract/message.ts';
import type { CostLine } from '../../../preload/contract/plan.ts';
import { hoursInMonth } from '../../costs/month.ts';
import type { SpotNowFact } from '../../plans/facts/spot.ts';
import type { PlanContext } from '../../plans/source.ts';
import { costLine, filesLine } from '../cost-lines.ts';
import type { TrainingAnswers } from './answers.ts';
import { limitMinutes, usualMinutes } from './image-build.ts';
import type { Pool } from './pool.ts';

export const trainingPrices = {
  spot: (type: string) => `ec2:spot:${type}`,
  onDemand: (type: string) => `ec2:on-demand:${type}`,
  disk: 'ec2:volume',
  address: 'vpc:public-address',
  /** USD for an hour of building; it is billed by the minute. */
  build: 'codebuild:general1.medium',
  image: 'ecr:storage',
};

/** GB of the disk that a machine of ECS_AL2023_NVIDIA has. Its snapshot decides; 30 is what AWS's page says. */
export const diskGb = 30;

/**
 * GB that an image takes in a registry, packed. AWS does not say what its images weigh: this is a guess, and the plan says
 * so.
 */
export const imageGb = 10;

interface Priced {
  type: string;
  usd: number;
}

const dearest = (prices: Priced[]): Priced | undefined => [...prices].sort((a, b) => b.usd - a.usd)[0];

/** The highest Spot price of now in the zones, of all types: what it costs is this or less. */
export function spotNow(
  types: readonly string[],
  zones: readonly string[] | undefined,
  prices: SpotNowFact | undefined,
): Priced | undefined {
  const inZones = (type: string) =>
    Object.entries(prices?.[type] ?? {}).filter(([zone]) => zones?.includes(zone) ?? true);
  return dearest(types.flatMap((type) => inZones(type).map(([, usd]) => ({ type, usd }))));
}

/** The highest usual price; undefined where one of them is not known. */
export function onDemandOf(
  types: readonly string[],
  { price }: Pick<PlanContext, 'price'>,
): Priced | undefined {
  const known = types.map((type) => ({ type, usd: price(trainingPrices.onDemand(type)) }));
  return known.some(({ usd }) => usd === null) ? undefined : dearest(known as Priced[]);
}

export interface Money {
  /** Null: nobody could tell. */
  spot: number | null;
  onDemand: number | null;
  costLines: CostLine[];
  worst: { hours: number; lines: CostLine[] };
}

/** One attempt to its time limit, on one machine. At worst every attempt runs so long, on two, for the usual price. */
export function moneyOf(
  { hours, attempts }: Pick<TrainingAnswers, 'hours' | 'attempts'>,
  { types }: Pick<Pool, 'types'>,
  zones: readonly string[] | undefined,
  prices: SpotNowFact | undefined,
  context: PlanContext,
  built = false,
): Money {
  const names = types.map(({ type }) => type);
  const [spot, usual] = [spotNow(names, zones, prices), onDemandOf(names, context)];
  const fallback = names.at(-1) ?? 'g4dn.xlarge';
  const line = (priceKey: string, says: string, unitPrice: number | null, quantity: number): CostLine => ({
    says: message(says),
    priceKey,
    unit: 'hour',
    quantity,
    unitPrice,
    alsoStopped: false,
  });
  const beside = (machines: number, machineHours: number): CostLine[] => [
    costLine(context, message('plan.training.cost.address'), trainingPrices.address, 'hour', machines),
    {
      ...costLine(
        context,
        message('plan.training.cost.disk', { gb: diskGb }),
        trainingPrices.disk,
        'gb-month',
        (diskGb * machineHours) / hoursInMonth,
      ),
      alsoStopped: false,
    },
  ];
  const building = (minutes: number): CostLine[] =>
    built
      ? [
          {
            ...costLine(
              context,
              message('plan.training.cost.build', { minutes }),
              trainingPrices.build,
              'month',
              minutes / 60,
            ),
            alsoStopped: false,
          },
          costLine(
            context,
            message('plan.training.cost.image', { gb: imageGb }),
            trainingPrices.image,
            'gb-month',
            imageGb,
          ),
        ]
      : [];
  const worstHours = hours * attempts;
  return {
    spot: spot?.usd ?? null,
    onDemand: usual?.usd ?? null,
    costLines: [
      line(trainingPrices.spot(spot?.type ?? fallback), 'plan.training.cost.spot', spot?.usd ?? null, 1),
      ...beside(1, hours),
      ...building(usualMinutes),
      filesLine(context),
    ],
    worst: {
      hours: worstHours,
      lines: [
        line(
          trainingPrices.onDemand(usual?.type ?? fallback),
          'plan.training.cost.onDemand',
          usual?.usd ?? null,
          2,
        ),
        ...beside(2, 2 * worstHours),
        ...building(limitMinutes),
        filesLine(context),
      ],
    },
  };
}
