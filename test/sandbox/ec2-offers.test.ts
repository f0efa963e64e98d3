/** Machine types, where they are offered, and Spot prices: what a training on Spot is chosen from. */
import {
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeSpotPriceHistoryCommand,
  EC2Client,
  type DescribeSpotPriceHistoryCommandInput,
  type SpotPrice,
} from '@aws-sdk/client-ec2';
import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instanceTypes } from '../../main/sandbox/services/ec2/instance-types.ts';
import { onDemandUsd, spotChanges, spotUsd } from '../../main/sandbox/services/ec2/prices.ts';
import { refusal } from './support/notebooks.ts';
import { awsCli, hasAwsCli, testSandbox, type TestSandbox } from './support/sandbox.ts';

const found = await hasAwsCli();
if (!found) console.warn('not run here: the AWS command line is not installed');

let sandbox: TestSandbox;
let ec2: EC2Client;
beforeAll(async () => {
  sandbox = await testSandbox();
  ec2 = new EC2Client(sandbox.client);
});
afterAll(() => sandbox.end());

const day = 86_400_000;
const now = () => sandbox.account.clock.now();

describe('machine types', () => {
  it('say their vCPUs, memory, GPUs and whether Spot has them', async () => {
    const { InstanceTypes } = await ec2.send(
      new DescribeInstanceTypesCommand({ InstanceTypes: ['g5.12xlarge', 'm5.large'] }),
    );
    expect(InstanceTypes).toEqual([
      expect.objectContaining({
        InstanceType: 'g5.12xlarge',
        SupportedUsageClasses: ['on-demand', 'spot'],
        VCpuInfo: { DefaultVCpus: 48, DefaultCores: 24, DefaultThreadsPerCore: 2 },
        MemoryInfo: { SizeInMiB: 196_608 },
        GpuInfo: {
          Gpus: [{ Name: 'A10G', Manufacturer: 'NVIDIA', Count: 4, MemoryInfo: { SizeInMiB: 22_888 } }],
          TotalGpuMemoryInMiB: 91_552,
        },
      }),
      expect.objectContaining({ InstanceType: 'm5.large', MemoryInfo: { SizeInMiB: 8192 } }),
    ]);
    expect(InstanceTypes![1]!.GpuInfo).toBeUndefined();
  });

  it('come in pages, filtered, each once', async () => {
    const names: string[] = [];
    let pages = 0;
    for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
      const page = await ec2.send(
        new DescribeInstanceTypesCommand({
          Filters: [{ Name: 'instance-type', Values: ['g4dn.*', 'g5.*', 'g6.*'] }],
          MaxResults: 5,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      names.push(...page.InstanceTypes!.map((t) => t.InstanceType as string));
      NextToken = page.NextToken;
      pages++;
    }
    expect([names.length, new Set(names).size, pages]).toEqual([23, 23, 5]);
    const { InstanceTypes } = await ec2.send(
      new DescribeInstanceTypesCommand({
        Filters: [
          { Name: 'vcpu-info.default-vcpus', Values: ['4'] },
          { Name: 'memory-info.size-in-mib', Values: ['16384'] },
          { Name: 'current-generation', Values: ['true'] },
        ],
      }),
    );
    expect(InstanceTypes!.map((t) => t.InstanceType).sort()).toEqual([
      'g4dn.xlarge',
      'g5.xlarge',
      'g6.xlarge',
      'm5.xlarge',
      't3.xlarge',
    ]);
  });

  it('that the region does not offer are refused by name, as are those that nobody knows', async () => {
    const ask = (names: string[], region = 'us-east-1') =>
      new EC2Client({ ...sandbox.client, region }).send(
        new DescribeInstanceTypesCommand({ InstanceTypes: names as never }),
      );
    expect(await refusal(ask(['g5.xlarge', 'zz9.large', 'zz9.huge']))).toBe(
      'InvalidInstanceType: The following supplied instance types do not exist: [zz9.large, zz9.huge]',
    );
    expect((await ask(['p3.2xlarge'])).InstanceTypes).toHaveLength(1);
    expect(await refusal(ask(['p3.2xlarge'], 'eu-central-1'))).toMatch(/^InvalidInstanceType: .*p3\.2xlarge/);
    const all = await new EC2Client({ ...sandbox.client, region: 'eu-central-1' }).send(
      new DescribeInstanceTypesCommand({
        InstanceTypes: ['p3.2xlarge', 'g5.xlarge'],
        IncludeUnsupportedInRegion: true,
      }),
    );
    expect(all.InstanceTypes!.map((t) => [t.InstanceType, t.SupportedInRegion])).toEqual([
      ['g5.xlarge', true],
      ['p3.2xlarge', false],
    ]);
    expect(await refusal(ec2.send(new DescribeInstanceTypesCommand({ MaxResults: 4 })))).toMatch(
      /^InvalidParameterValue/,
    );
  });
});

describe('offers', () => {
  const zonesOf = async (pattern: string, region = 'us-east-1') => {
    const { InstanceTypeOfferings } = await new EC2Client({ ...sandbox.client, region }).send(
      new DescribeInstanceTypeOfferingsCommand({
        LocationType: 'availability-zone',
        Filters: [{ Name: 'instance-type', Values: [pattern] }],
      }),
    );
    return (InstanceTypeOfferings ?? []).map((o) => o.Location);
  };

  it('differ from zone to zone', async () => {
    expect(await zonesOf('g4dn.xlarge')).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
    expect(await zonesOf('g5.xlarge')).toEqual(['us-east-1a', 'us-east-1b']);
    expect(await zonesOf('g6.xlarge')).toEqual(['us-east-1b', 'us-east-1c']);
    expect(await zonesOf('p3.2xlarge')).toEqual(['us-east-1b']);
    expect(await zonesOf('p2.xlarge', 'eu-central-1')).toEqual([]);
  });

  it('of the region are those of any of its zones', async () => {
    const offered = async (LocationType: 'region' | 'availability-zone-id') =>
      (
        await ec2.send(
          new DescribeInstanceTypeOfferingsCommand({
            LocationType,
            Filters: [{ Name: 'instance-type', Values: ['g6.48xlarge'] }],
          }),
        )
      ).InstanceTypeOfferings!.map((o) => o.Location);
    expect(await offered('region')).toEqual(['us-east-1']);
    expect(await offered('availability-zone-id')).toEqual(['use1-az3']);
  });
});

describe('Spot prices', () => {
  const history = async (input: DescribeSpotPriceHistoryCommandInput): Promise<SpotPrice[]> => {
    const rows: SpotPrice[] = [];
    for (let NextToken: string | undefined, more = true; more; more = Boolean(NextToken)) {
      const page = await ec2.send(
        new DescribeSpotPriceHistoryCommand({ ...input, ...(NextToken === undefined ? {} : { NextToken }) }),
      );
      rows.push(...(page.SpotPriceHistory ?? []));
      NextToken = page.NextToken;
    }
    return rows;
  };
  const linux = { ProductDescriptions: ['Linux/UNIX'] };
  const pool = ['g4dn.xlarge', 'g5.xlarge', 'g6.xlarge'] as const;

  it('are one for each type and zone that offers it when asked for now', async () => {
    const rows = await history({ ...linux, InstanceTypes: [...pool], StartTime: new Date(now()) });
    expect(rows.map((r) => `${r.InstanceType!} ${r.AvailabilityZone!.slice(-1)}`).sort()).toEqual([
      'g4dn.xlarge a',
      'g4dn.xlarge b',
      'g4dn.xlarge c',
      'g5.xlarge a',
      'g5.xlarge b',
      'g6.xlarge b',
      'g6.xlarge c',
    ]);
    for (const row of rows) {
      const usd = spotUsd(row.AvailabilityZone!, row.InstanceType!, now());
      expect(Number(row.SpotPrice)).toBe(usd);
      expect(row.Timestamp!.getTime()).toBeLessThanOrEqual(now());
    }
  });

  it('of 90 days come in pages, newest first, and stay below on demand', async () => {
    const rows = await history({ ...linux, InstanceTypes: [...pool] });
    expect(rows.length).toBeGreaterThan(1000);
    const times = rows.map((r) => r.Timestamp!.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(
      new Set(rows.map((r) => `${r.InstanceType!} ${r.AvailabilityZone!} ${r.Timestamp!.getTime()}`)).size,
    ).toBe(rows.length);
    const oldest = rows.filter((r) => r.Timestamp!.getTime() < now() - 90 * day);
    expect(oldest).toHaveLength(7);
    for (const { InstanceType, SpotPrice } of rows) {
      const share = Number(SpotPrice) / onDemandUsd('us-east-1', InstanceType!)!;
      expect(share).toBeGreaterThan(0.15);
      expect(share).toBeLessThanOrEqual(0.951);
    }
    expect(new Set(rows.map((r) => r.SpotPrice)).size).toBeGreaterThan(100);
  });

  it('are narrowed by time, zone and product', async () => {
    const StartTime = new Date(now() - 7 * day);
    const EndTime = new Date(now() - 6 * day);
    const one = { InstanceTypes: ['g5.xlarge' as const], AvailabilityZone: 'us-east-1b', StartTime, EndTime };
    const rows = await history({ ...linux, ...one });
    const expected = spotChanges('us-east-1b', 'g5.xlarge', StartTime.getTime(), EndTime.getTime());
    expect(rows.map((r) => r.Timestamp!.getTime()).reverse()).toEqual(expected.map((c) => c.at));
    expect(rows.at(-1)!.Timestamp!.getTime()).toBeLessThanOrEqual(StartTime.getTime());
    const windows = await history({ ...one, ProductDescriptions: ['Windows (Amazon VPC)'] });
    expect(windows.map((r) => r.ProductDescription)).toEqual(rows.map(() => 'Windows'));
    expect(Number(windows[0]!.SpotPrice)).toBeGreaterThan(Number(rows[0]!.SpotPrice));
    expect(await history(one)).toHaveLength(2 * rows.length);
    const filtered = await history({
      ...linux,
      StartTime: new Date(now()),
      Filters: [
        { Name: 'availability-zone', Values: ['us-east-1c'] },
        { Name: 'instance-type', Values: ['g?.xlarge'] },
      ],
    });
    expect(filtered.map((r) => r.InstanceType)).toEqual(['g6.xlarge']);
  });

  it('are the same in every account and session, and change with time', () => {
    const at = Date.UTC(2026, 5, 1);
    const prices = (offset: number) => pool.map((type) => spotUsd('us-east-1b', type, at + offset * day));
    expect(prices(0)).toEqual(prices(0));
    expect(prices(0)).not.toEqual(prices(20));
    expect(spotUsd('us-east-1c', 'g5.xlarge', at)).toBeUndefined();
    expect(spotUsd('us-east-1a', 'zz9.large', at)).toBeUndefined();
  });
});

describe('on demand', () => {
  it('prices are in the price list, by region, and those that the ledger is judged by are the same', async () => {
    const pricing = new PricingClient(sandbox.client);
    const price = async (instanceType: string, regionCode: string) => {
      const fields = {
        instanceType,
        regionCode,
        operatingSystem: 'Linux',
        tenancy: 'Shared',
        capacitystatus: 'Used',
      };
      const { PriceList } = await pricing.send(
        new GetProductsCommand({
          ServiceCode: 'AmazonEC2',
          Filters: Object.entries(fields).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value })),
        }),
      );
      expect(PriceList).toHaveLength(1);
      const { product, terms } = JSON.parse(PriceList![0] as string);
      expect(product.attributes.priceList).toBe("sandbox price list, not AWS's");
      const offers = terms.OnDemand as Record<
        string,
        { priceDimensions: Record<string, { pricePerUnit: { USD: string } }> }
      >;
      const [offer] = Object.values(offers);
      return Number(Object.values(offer!.priceDimensions)[0]!.pricePerUnit.USD);
    };
    expect(await price('g4dn.xlarge', 'us-east-1')).toBe(0.526);
    expect(await price('g4dn.xlarge', 'eu-central-1')).toBeCloseTo(
      onDemandUsd('eu-central-1', 'g4dn.xlarge')!,
      4,
    );
    expect(onDemandUsd('nowhere-1', 'g4dn.xlarge')).toBeUndefined();
    expect(instanceTypes.every(({ name }) => onDemandUsd('us-east-1', name)! > 0)).toBe(true);
  });
});

describe.skipIf(!found)('the AWS command line', () => {
  const aws = async (...args: string[]): Promise<Record<string, unknown[]>> => {
    const { code, stdout, stderr } = await awsCli(sandbox.listening, 'ec2', ...args, '--output', 'json');
    if (code !== 0) throw new Error(stderr.trim());
    return JSON.parse(stdout) as Record<string, unknown[]>;
  };

  it('reads types, offers and prices, page by page', async () => {
    const types = await aws(
      'describe-instance-types',
      '--filters',
      'Name=instance-type,Values=g6.*',
      '--page-size',
      '5',
    );
    expect(types['InstanceTypes']).toHaveLength(8);
    const prices = await aws(
      'describe-spot-price-history',
      '--instance-types',
      'g4dn.xlarge',
      '--product-descriptions',
      'Linux/UNIX',
      '--start-time',
      new Date(now()).toISOString(),
    );
    expect(prices['SpotPriceHistory']).toHaveLength(3);
    await expect(aws('describe-instance-types', '--instance-types', 'zz9.large')).rejects.toThrow(
      '(InvalidInstanceType)',
    );
  }, 60_000);
});
