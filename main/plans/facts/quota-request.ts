import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';

/** What AWS was asked for and has not decided; null: nothing. */
export const QuotaRequestFact = z.strictObject({
  open: z.strictObject({ wanted: z.number(), at: z.string().nullable() }).nullable(),
});
export type QuotaRequestFact = z.infer<typeof QuotaRequestFact>;

/**
 * `INVALID_REQUEST`, `APPROVED`, `DENIED`, `CASE_CLOSED` and `NOT_APPROVED` are ends; these are not:
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestedServiceQuotaChange.html
 */
const undecided = ['PENDING', 'CASE_OPENED'];

/** `subject` is SERVICE/CODE: `ec2/L-3819A6DF`. */
export async function readQuotaRequest(
  aws: Aws,
  subject: string,
  options: AwsCallOptions,
): Promise<QuotaRequestFact> {
  const [ServiceCode = '', QuotaCode = ''] = subject.split('/', 2);
  const input = { ServiceCode, MaxResults: 100 };
  for await (const page of aws.pages(
    'service-quotas',
    'ListRequestedServiceQuotaChangeHistory',
    input,
    options,
  ))
    for (const request of page.RequestedQuotas ?? [])
      if (request.QuotaCode === QuotaCode && undecided.includes(request.Status ?? ''))
        return { open: { wanted: request.DesiredValue ?? 0, at: request.Created?.toISOString() ?? null } };
  return { open: null };
}
