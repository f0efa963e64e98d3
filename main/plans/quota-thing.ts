/**
 * A limit of the account as something that a single call acts on. AWS takes one open request per limit and refuses a
 * second (https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html), so
 * what was asked for is found again in the list of requests.
 */
import type { Aws } from '../aws/aws.ts';
import { readQuotaRequest } from './facts/quota-request.ts';
import { readQuota } from './facts/quota.ts';
import type { LookOptions } from '../stacks/look.ts';
import type { Thing } from './things.ts';

const text = (input: object, member: string): string => String(Reflect.get(input, member) ?? '');

/** `given`: the limit is as high as was asked; `asked`: such a request is open; `absent`: neither. */
async function state(aws: Aws, input: object, options: LookOptions): Promise<string> {
  const subject = `${text(input, 'ServiceCode')}/${text(input, 'QuotaCode')}`;
  const wanted = Number(Reflect.get(input, 'DesiredValue'));
  const { open } = await readQuotaRequest(aws, subject, options);
  if (open !== null && open.wanted >= wanted) return 'asked';
  const { limit } = await readQuota(aws, subject, options);
  return limit !== null && limit >= wanted ? 'given' : 'absent';
}

export const quota: Thing = {
  kind: 'quota',
  named(name) {
    const [ServiceCode = '', QuotaCode = ''] = name.split('/', 2);
    return { ServiceCode, QuotaCode };
  },
  state,
  reason: () => Promise.resolve(undefined),
  failed: [],
  reachedBy: { 'service-quotas:RequestServiceQuotaIncrease': ['asked', 'given'] },
  // AWS has no call that takes a request back.
  inverse: {},
};
