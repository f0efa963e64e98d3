/**
 * AWS's own price list. Free; the API lives in us-east-1 and answers for all regions.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html
 * Each entry of `PriceList` is JSON in text: product.attributes, terms.OnDemand.OFFER.priceDimensions.RATE.pricePerUnit.USD.
 */
import { z } from 'zod';
import type { Aws } from '../aws/aws.ts';

type Unit = 'hour' | 'gb-month';
type Attributes = Record<string, string>;
type Filter = { Type: 'TERM_MATCH' | 'CONTAINS'; Field: string; Value: string };

/** How a key of the price book is found in the list. */
interface Listing {
  service: string;
  filters: Filter[];
  /** Which of the products found is meant. */
  is: (attributes: Attributes) => boolean;
  unit: Unit;
}

const term = (Field: string, Value: string): Filter => ({ Type: 'TERM_MATCH', Field, Value });

/** Undefined: the list is not known to hold this key. */
export function listingOf(key: string): Listing | undefined {
  const machine = /^sagemaker:notebook:(ml\.[\w.]+)$/.exec(key)?.[1];
  if (machine !== undefined)
    return {
      service: 'AmazonSageMaker',
      filters: [term('instanceName', machine)],
      is: (a) => (a['usagetype'] ?? '').endsWith(`Notebk:${machine}`),
      unit: 'hour',
    };
  if (key === 'sagemaker:notebook-volume')
    return {
      service: 'AmazonSageMaker',
      filters: [{ Type: 'CONTAINS', Field: 'usagetype', Value: 'Notebk:VolumeUsage.gp2' }],
      is: (a) => (a['usagetype'] ?? '').endsWith('Notebk:VolumeUsage.gp2'),
      unit: 'gb-month',
    };
  const onDemand = /^ec2:on-demand:([\w.-]+)$/.exec(key)?.[1];
  if (onDemand !== undefined)
    return {
      service: 'AmazonEC2',
      filters: [
        term('instanceType', onDemand),
        term('operatingSystem', 'Linux'),
        term('tenancy', 'Shared'),
        term('preInstalledSw', 'NA'),
        term('capacitystatus', 'Used'),
      ],
      is: (a) => (a['usagetype'] ?? '').endsWith(`BoxUsage:${onDemand}`),
      unit: 'hour',
    };
  if (key === 'ec2:volume')
    return {
      service: 'AmazonEC2',
      filters: [term('volumeApiName', 'gp3')],
      is: (a) => (a['usagetype'] ?? '').endsWith('EBS:VolumeUsage.gp3'),
      unit: 'gb-month',
    };
  if (key === 'vpc:public-address')
    return {
      service: 'AmazonVPC',
      filters: [{ Type: 'CONTAINS', Field: 'usagetype', Value: 'PublicIPv4:InUseAddress' }],
      is: (a) => (a['usagetype'] ?? '').endsWith('PublicIPv4:InUseAddress'),
      unit: 'hour',
    };
  const builder = /^codebuild:general1\.(\w+)$/.exec(key)?.[1];
  if (builder !== undefined)
    return {
      service: 'CodeBuild',
      filters: [{ Type: 'CONTAINS', Field: 'usagetype', Value: `Build-Min:Linux:g1.${builder}` }],
      is: (a) => (a['usagetype'] ?? '').endsWith(`Build-Min:Linux:g1.${builder}`),
      unit: 'hour',
    };
  if (key === 'ecr:storage')
    return {
      service: 'AmazonECR',
      filters: [{ Type: 'CONTAINS', Field: 'usagetype', Value: 'TimedStorage-ByteHrs' }],
      is: (a) => /(?:^|-)TimedStorage-ByteHrs$/.test(a['usagetype'] ?? ''),
      unit: 'gb-month',
    };
  if (key === 's3:standard')
    return {
      service: 'AmazonS3',
      filters: [term('storageClass', 'General Purpose'), term('volumeType', 'Standard')],
      is: (a) => /(?:^|-)TimedStorage-ByteHrs$/.test(a['usagetype'] ?? ''),
      unit: 'gb-month',
    };
  return undefined;
}

const Dimension = z.object({
  unit: z.string(),
  beginRange: z.string().optional(),
  pricePerUnit: z.record(z.string(), z.string()),
});
const Entry = z.object({
  publicationDate: z.string().optional(),
  product: z.object({ attributes: z.record(z.string(), z.string()) }),
  terms: z.object({
    OnDemand: z.record(z.string(), z.object({ priceDimensions: z.record(z.string(), Dimension) })).optional(),
  }),
});

const units: Record<Unit, RegExp> = { hour: /^(?:hrs?|hours?)$/i, 'gb-month': /^gb-mo(?:nth)?s?$/i };

/** The price of an entry's first tier, USD; undefined when it is in another unit or currency. */
export function priceIn(entry: z.infer<typeof Entry>, unit: Unit): number | undefined {
  for (const offer of Object.values(entry.terms.OnDemand ?? {}))
    for (const { unit: listed, beginRange = '0', pricePerUnit } of Object.values(offer.priceDimensions)) {
      const usd = Number(pricePerUnit['USD'] ?? Number.NaN);
      if (Number(beginRange) !== 0 || !Number.isFinite(usd)) continue;
      if (units[unit].test(listed)) return usd;
      // Builds are listed by the minute.
      if (unit === 'hour' && /^min(?:ute)?s?$/i.test(listed)) return usd * 60;
    }
  return undefined;
}

export interface ListedPrice {
  key: string;
  usd: number;
  unit: Unit;
  /** Day on which AWS published the list, `2026-11-20`; null if it does not say. */
  published: string | null;
}

/**
 * Asks for one key in one region. Undefined when the list holds none, or several different ones: then it is not known
 * which is meant, and nothing is guessed.
 */
export async function askPriceList(
  aws: Aws,
  key: string,
  signal?: AbortSignal,
): Promise<ListedPrice | undefined> {
  const listing = listingOf(key);
  if (listing === undefined) return undefined;
  const { service, filters, is, unit } = listing;
  const input = {
    ServiceCode: service,
    FormatVersion: 'aws_v1',
    Filters: [term('regionCode', aws.target.region), ...filters],
    MaxResults: 100,
  };
  const options = { purpose: 'facts' as const, region: 'us-east-1', ...(signal && { signal }) };
  const found = new Map<number, string | null>();
  for await (const page of aws.pages('pricing', 'GetProducts', input, options))
    for (const text of page.PriceList ?? []) {
      // The SDK gives an object that holds the text.
      const entry = Entry.safeParse(json(String(text)));
      if (!entry.success || !is(entry.data.product.attributes)) continue;
      const usd = priceIn(entry.data, unit);
      if (usd !== undefined) found.set(usd, entry.data.publicationDate?.slice(0, 10) ?? null);
    }
  const [only] = found;
  return only === undefined || found.size > 1 ? undefined : { key, usd: only[0], unit, published: only[1] };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // An entry that cannot be read is no price; the others still are.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
