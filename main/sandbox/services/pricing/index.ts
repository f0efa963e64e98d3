import type { Filter, GetAttributeValuesRequest, GetProductsRequest } from '@aws-sdk/client-pricing';
import {
  AwsError,
  type Call,
  type Constraint,
  type Operation,
  type ServiceModule,
} from '../../engine/types.ts';
import { productsOf, serviceCodes, type Product } from './list.ts';

interface OfService {
  ServiceCode: string;
}

/** The Price List API is in a few regions only; others have no such host. https://docs.aws.amazon.com/general/latest/gr/billing.html */
const homes = ['us-east-1', 'eu-central-1', 'ap-south-1'];

function atHome({ region }: Call<unknown>): void {
  if (!homes.includes(region))
    throw new AwsError(
      'UnknownEndpoint',
      `The Price List API is not in ${region}, only in ${homes.join(', ')}.`,
      404,
    );
}

function products(service: string): Product[] {
  const found = productsOf(service);
  if (found.length === 0)
    throw new AwsError('InvalidParameterException', `The service code ${service} is not valid.`);
  return found;
}

function matches(product: Product, { Type: type, Field: field = '', Value: value = '' }: Filter): boolean {
  const has = product.attributes[field];
  const values = value.split(',').map((v) => v.trim());
  switch (type) {
    case 'CONTAINS':
      return has?.includes(value) === true;
    case 'ANY_OF':
      return has !== undefined && values.includes(has);
    case 'NONE_OF':
      return has === undefined || !values.includes(has);
    default:
      return has === value;
  }
}

const list: Operation<GetProductsRequest & OfService> = {
  page: {
    items: 'PriceList',
    input: 'NextToken',
    output: 'NextToken',
    limit: 'MaxResults',
    defaultSize: 100,
    maxSize: 100,
  },
  run(call) {
    atHome(call);
    const { ServiceCode, Filters = [] } = call.input;
    const found = products(ServiceCode).filter((p) => Filters.every((filter) => matches(p, filter)));
    return { FormatVersion: 'aws_v1', PriceList: found.map((p) => p.text) };
  },
};

const values: Operation<GetAttributeValuesRequest & OfService & { AttributeName: string }> = {
  page: {
    items: 'AttributeValues',
    input: 'NextToken',
    output: 'NextToken',
    limit: 'MaxResults',
    defaultSize: 100,
    maxSize: 10_000,
  },
  run(call) {
    atHome(call);
    const name = call.input.AttributeName;
    const found = new Set(products(call.input.ServiceCode).flatMap((p) => p.attributes[name] ?? []));
    if (found.size === 0)
      throw new AwsError('InvalidParameterException', `The attribute name ${name} is not valid.`);
    return { AttributeValues: [...found].sort().map((Value) => ({ Value })) };
  },
};

const describe: Operation<{ ServiceCode?: string }> = {
  page: {
    items: 'Services',
    input: 'NextToken',
    output: 'NextToken',
    limit: 'MaxResults',
    defaultSize: 100,
    maxSize: 100,
  },
  run(call) {
    atHome(call);
    const wanted = call.input.ServiceCode;
    if (wanted !== undefined) products(wanted);
    const codes = wanted === undefined ? serviceCodes : [wanted];
    return {
      FormatVersion: 'aws_v1',
      Services: codes.map((ServiceCode) => ({
        ServiceCode,
        AttributeNames: [
          ...new Set(productsOf(ServiceCode).flatMap((p) => Object.keys(p.attributes))),
        ].sort(),
      })),
    };
  },
};

const pageSize: Constraint = { min: 1, max: 100 };

export const pricing: ServiceModule = {
  signingName: 'pricing',
  iamPrefix: 'pricing',
  title: 'Price List',
  sdk: () => import('@aws-sdk/client-pricing'),
  operations: { DescribeServices: describe, GetAttributeValues: values, GetProducts: list },
  constraints: {
    DescribeServices: { MaxResults: pageSize },
    GetAttributeValues: { MaxResults: { min: 1, max: 10_000 } },
    GetProducts: {
      MaxResults: pageSize,
      Filters: { max: 50 },
      'Filters[].Type': { enum: ['TERM_MATCH', 'EQUALS', 'CONTAINS', 'ANY_OF', 'NONE_OF'] },
    },
  },
  notModelled: [
    'The prices are the sandbox’s own list, marked so in every product; they are not AWS’s.',
    'Services other than SageMaker notebooks, S3, CloudWatch, EC2 on demand (Linux), ECR and CodeBuild; reserved terms, tiers, bulk files.',
  ],
};
