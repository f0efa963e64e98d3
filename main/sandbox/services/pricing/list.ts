/** The sandbox's price list as products in the nesting that AWS's Price List API gives. */
import { createHash } from 'node:crypto';
import prices from '../../data/prices.json' with { type: 'json' };
import { instanceTypes, type InstanceType } from '../ec2/instance-types.ts';

type Row = Omit<(typeof prices.rows)[number], 'attributes'> & { attributes: object };

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
  AmazonEC2: 'Amazon Elastic Compute Cloud',
  AmazonVPC: 'Amazon Virtual Private Cloud',
  AmazonECR: 'Amazon EC2 Container Registry (ECR)',
  CodeBuild: 'AWS CodeBuild',
};

/** Linux on demand: the only kind of instance price in the list. */
const machine = ({ name, vcpus, memoryMib, gpu, usd, currentGeneration }: InstanceType): Row => ({
  key: `ec2:on-demand:${name}`,
  service: 'AmazonEC2',
  family: 'Compute Instance',
  usd,
  unit: 'Hrs',
  usageType: `BoxUsage:${name}`,
  operation: 'RunInstances',
  description: `per On Demand Linux ${name} Instance Hour`,
  attributes: {
    instanceType: name,
    vcpu: String(vcpus),
    memory: `${memoryMib / 1024} GiB`,
    ...(gpu === undefined ? {} : { gpu: String(gpu.count) }),
    currentGeneration: currentGeneration ? 'Yes' : 'No',
    operatingSystem: 'Linux',
    tenancy: 'Shared',
    preInstalledSw: 'NA',
    capacitystatus: 'Used',
    marketoption: 'OnDemand',
    licenseModel: 'No License required',
  },
});

const rows: readonly Row[] = [...prices.rows, ...instanceTypes.map(machine)];
/** In us-east-1 the usage types of the oldest services have no prefix. */
const oldest = ['AmazonS3', 'AmazonEC2'];

export const serviceCodes = Object.keys(serviceNames);

const made = new Map<string, Product[]>();

export function productsOf(service: string): Product[] {
  const found =
    made.get(service) ??
    rows
      .filter((row) => row.service === service)
      .flatMap((row) => Object.keys(prices.regions).map((region) => product(row, region)));
  made.set(service, found);
  return found;
}

function product(row: Row, regionCode: string): Product {
  const region = prices.regions[regionCode as keyof typeof prices.regions];
  const prefix = regionCode === 'us-east-1' && oldest.includes(row.service) ? '' : region.prefix;
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
