/** What costs money in the regions that the person is not in: looked at rarely, one region after the other. */
import type { AppError } from '../../preload/contract/errors.ts';
import type { Aws } from '../aws/aws.ts';
import { AppFailure } from '../failure.ts';
import type { Collector } from './collector.ts';
import type { Thing } from './thing.ts';

/**
 * Regions that every account has. The others must be opted into, and refuse an account that has not with an error that
 * looks like a wrong key (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html, "Opt-in
 * status: Not required").
 */
export const everyonesRegions: readonly string[] = [
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-central-1', 'eu-north-1',
  'eu-west-1', 'eu-west-2', 'eu-west-3', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1',
  'ap-southeast-1', 'ap-southeast-2',
]; // prettier-ignore

const isRefusal = (code: string | undefined): boolean =>
  code === 'permission.denied' || code === 'permission.deniedExplicitly';
const isTrouble = (code: string | undefined): boolean => code !== undefined && !isRefusal(code);

interface Seen {
  at: number;
  things: Thing[];
  error: AppError | null;
}

export class OtherRegions {
  readonly #collectors: readonly Collector[];
  readonly #seen = new Map<string, Seen>();
  #account = '';
  requests = 0;

  constructor(collectors: readonly Collector[]) {
    this.#collectors = collectors;
  }

  /** Everything known outside of this region of this account. */
  view(
    accountId: string,
    region: string,
  ): { looked: number; of: number; unreachable: string[]; refused: string[]; things: Thing[] } {
    const others = this.#others(accountId, region);
    const seen = others.flatMap((other) => this.#seen.get(other) ?? []);
    return {
      looked: seen.filter(({ error }) => error === null).length,
      of: others.length,
      unreachable: others.filter((other) => isTrouble(this.#seen.get(other)?.error?.code)),
      refused: others.filter((other) => isRefusal(this.#seen.get(other)?.error?.code)),
      things: seen.flatMap(({ things }) => things),
    };
  }

  /** The region that was looked at longest ago; null when none is due before `olderThan`, ms. */
  next(accountId: string, region: string, olderThan: number): string | null {
    const due = this.#others(accountId, region)
      .map((other) => ({ other, at: this.#seen.get(other)?.at ?? 0 }))
      .filter(({ at }) => at < olderThan)
      .sort((a, b) => a.at - b.at);
    return due[0]?.other ?? null;
  }

  /** Looks at one region; true when something is there now that was not, or the other way round. Never throws for AWS. */
  async look(aws: Aws, region: string): Promise<boolean> {
    const before = this.#seen.get(region);
    let things = before?.things ?? [];
    let error: AppError | null = null;
    try {
      const options = { region, purpose: 'background' as const };
      this.requests += this.#collectors.length;
      things = (await Promise.all(this.#collectors.map((one) => one.collect(aws, options)))).flat();
    } catch (cause) {
      if (!(cause instanceof AppFailure)) throw cause;
      ({ error } = cause);
    }
    this.#seen.set(region, { at: aws.now(), things, error });
    return JSON.stringify([before?.things, before?.error?.code]) !== JSON.stringify([things, error?.code]);
  }

  #others(accountId: string, region: string): string[] {
    if (accountId !== this.#account) this.#seen.clear();
    this.#account = accountId;
    return everyonesRegions.filter((other) => other !== region);
  }
}
