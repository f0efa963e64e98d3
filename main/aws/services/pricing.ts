/** The Price List operations that Millwright calls. Loaded at the first call; named, so that the rest is not bundled. */
export {
  PricingClient as Client,
  DescribeServicesCommand,
  GetAttributeValuesCommand,
  GetProductsCommand,
} from '@aws-sdk/client-pricing';
