import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { absent } from './absent.ts';

/** A quota by its name; `limit` null when the account's list does not hold it. */
export const QuotaFact = z.strictObject({
  limit: z.number().nullable(),
  code: z.string().nullable(),
  /** How much is in use, at least: AWS does not tell, so it is counted from what exists. */
  inUse: z.number().nullable(),
});
export type QuotaFact = z.infer<typeof QuotaFact>;

/**
 * Codes of SageMaker differ per instance type, so the list is searched by name: `subject` is `sagemaker/NAME`. Those of EC2
 * are few and known, and one request asks for one: `ec2/L-3819A6DF`.
 */
export async function readQuota(aws: Aws, subject: string, options: AwsCallOptions): Promise<QuotaFact> {
  const [ServiceCode = '', name = ''] = subject.split(/\/(.*)/s, 2);
  const found = isCode.test(name)
    ? (await absent(aws.call('service-quotas', 'GetServiceQuota', { ServiceCode, QuotaCode: name }, options)))
        ?.Quota
    : await find(aws, ServiceCode, name, options);
  return {
    limit: found?.Value ?? null,
    code: found?.QuotaCode ?? null,
    inUse: await inUse(aws, ServiceCode, name, options),
  };
}

const isCode = /^L-[0-9A-F]{8}$/;

async function find(aws: Aws, ServiceCode: string, name: string, options: AwsCallOptions) {
  for await (const page of aws.pages(
    'service-quotas',
    'ListServiceQuotas',
    { ServiceCode, MaxResults: 100 },
    options,
  )) {
    const quota = page.Quotas?.find((q) => q.QuotaName === name);
    if (quota) return quota;
  }
  return undefined;
}

async function inUse(
  aws: Aws,
  service: string,
  name: string,
  options: AwsCallOptions,
): Promise<number | null> {
  const type = / for notebook instance usage$/.test(name) ? name.split(' ')[0] : undefined;
  if (service !== 'sagemaker' || type === undefined) return null;
  let count = 0;
  for await (const page of aws.pages('sagemaker', 'ListNotebookInstances', { MaxResults: 100 }, options))
    for (const notebook of page.NotebookInstances ?? [])
      if (notebook.InstanceType === type && notebook.NotebookInstanceStatus !== 'Stopped') count += 1;
  return count;
}
