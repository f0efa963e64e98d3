import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import type { ListOf } from './refused.ts';
import type { Thing } from './thing.ts';

/** One type of thing in one region: a row per type, and all that lists, prices and watches follows from it. */
export interface Collector {
  type: string;
  /** What its list is called where it may not be seen. */
  of: ListOf;
  /**
   * All of them with the fewest requests that AWS allows. `changedAfter`: only those that changed since; a type whose
   * list cannot be narrowed answers all.
   */
  collect(aws: Aws, options: AwsCallOptions, changedAfter?: Date): Promise<Thing[]>;
  /** Whether `changedAfter` narrows the list; false: a look for changes leaves it out. */
  narrows: boolean;
  /** One of them by its name; null when it is not there. */
  one: (aws: Aws, name: string, options: AwsCallOptions) => Promise<Thing | null>;
}
