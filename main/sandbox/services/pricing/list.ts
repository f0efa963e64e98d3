/** The sandbox's price list as products in the nesting that AWS's Price List API gives. */
import { createHash } from 'node:crypto';
import prices from '../../data/prices.json' with { type: 'json' };

type Row = (typeof prices.rows)[number];

export interface Product {
  attributes: Record<string, string>;
  family: string;
  /** The JSON text that GetProducts answers. */
  text: string;
}

/** Term code of on-demand prices and rate code of their single dimension, the same in all of AWS's lists. */
const onDemand = 'JRTCKXETXF';
const rate = '6YS6EN2CT7';

const serviceNames: Record<string, string> = {
  AmazonSageMaker: 'Amazon SageMaker',
  AmazonS3: 'Amazon Simple Storage Service',
  AmazonCloudWatch: 'AmazonCloudWatch',
};

export const serviceCodes = Object.keys(serviceNames);

const made = new Map<string, Product[]>();

export function productsOf(service: string): Product[] {
  const found =
    made.get(service) ??
    prices.rows
      .filter((row) => row.service === service)
      .flatMap((row) => Object.keys(prices.regions).map((region) => product(row, region)));
  made.set(service, found);
  return found;
}

function product(row: Row, regionCode: string): Product {
  const region = prices.regions[regionCode as keyof typeof prices.regions];
  // us-east-1 has no prefix in the usage types of the oldest services.
  const prefix = regionCode === 'us-east-1' && row.service === 'AmazonS3' ? '' : region.prefix;
  const attributes: Record<string, string> = {
    servicecode: row.service,
    servicename: serviceNames[row.service] ?? row.service,
    regionCode,
    location: region.location,
    locationType: 'AWS Region',
    usagetype: prefix + row.usageType,
    operation: row.operation,
    priceList: "sandbox price list, not AWS's",
    ...(row.attributes as Record<string, string>),
  };
  const sku = createHash('sha256')
    .update(`${row.key} ${regionCode}`)
    .digest('hex')
    .slice(0, 16)
    .toUpperCase();
  const term = `${sku}.${onDemand}`;
  const dimension = `${term}.${rate}`;
  const usd = (row.usd * region.factor).toFixed(10);
  const body = {
    product: { productFamily: row.family, attributes, sku },
    serviceCode: row.service,
    terms: {
      OnDemand: {
        [term]: {
          priceDimensions: {
            [dimension]: {
              unit: row.unit,
              beginRange: '0',
              endRange: 'Inf',
              description: `$${String(Number(usd))} ${row.description} (sandbox price list)`,
              appliesTo: [],
              rateCode: dimension,
              pricePerUnit: { USD: usd },
            },
          },
          sku,
          effectiveDate: prices.publicationDate,
          offerTermCode: onDemand,
          termAttributes: {},
        },
      },
    },
    version: prices.version,
    publicationDate: prices.publicationDate,
  };
  return {
    attributes: { ...attributes, productFamily: row.family },
    family: row.family,
    text: JSON.stringify(body),
  };
}
