/** Something that exists in an account, as a collector saw it. Plain JSON, so that the last look can be kept on disk. */
import { z } from 'zod';

export const Thing = z.strictObject({
  /** Resource type in CloudFormation's spelling: `AWS::SageMaker::NotebookInstance`. */
  type: z.string(),
  name: z.string(),
  arn: z.string(),
  region: z.string(),
  /** As AWS names it. */
  status: z.string(),
  /** When it came into this status, as far as AWS tells (last modified). */
  since: z.string(),
  createdAt: z.string(),
  /** What AWS charges by the hour in this status; price keys of the price book. Empty: nothing by the hour. */
  hourly: z.array(
    z.strictObject({
      priceKey: z.string(),
      quantity: z.number(),
      /** USD of one an hour as AWS tells it now, where that is no list price: Spot. */
      usd: z.number().optional(),
    }),
  ),
  /** What AWS charges by the month whatever the status. */
  monthly: z.array(z.strictObject({ priceKey: z.string(), quantity: z.number() })),
  /** What the collector learnt besides: instance type, disk. */
  details: z.record(z.string(), z.string()),
});
export type Thing = z.infer<typeof Thing>;

export const thingKey = (thing: Pick<Thing, 'type' | 'region' | 'name'>): string =>
  `${thing.type}/${thing.region}/${thing.name}`;
