/** The Service Quotas operations that Millwright calls. Loaded at the first call; named, so that the rest is not bundled. */
export {
  ServiceQuotasClient as Client,
  GetServiceQuotaCommand,
  ListAWSDefaultServiceQuotasCommand,
  ListRequestedServiceQuotaChangeHistoryCommand,
  ListServiceQuotasCommand,
  RequestServiceQuotaIncreaseCommand,
} from '@aws-sdk/client-service-quotas';
