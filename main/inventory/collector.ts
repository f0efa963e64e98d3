import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import type { Thing } from './thing.ts';

/** Lists one type of thing in one region with the fewest requests that AWS allows. */
export interface Collector {
  type: string;
  collect(aws: Aws, options: AwsCallOptions): Promise<Thing[]>;
}
