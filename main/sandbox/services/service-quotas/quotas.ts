import type { Kind, SandboxAccount } from '../../engine/types.ts';
import { defaultQuotas } from './defaults.ts';

/** A request for more; once approved its value is the account's limit. Times in ms of the account's clock. */
export interface QuotaRequest {
  id: string;
  service: string;
  code: string;
  desired: number;
  status: 'PENDING' | 'CASE_OPENED' | 'APPROVED';
  requester: string;
  createdAt: number;
  updatedAt: number;
}

export const quotaRequestKind: Kind<QuotaRequest> = {
  name: 'servicequotas/request',
  scope: 'region',
  key: (r) => r.id,
};

/** What the account may use now, by AWS's name of the quota; 0 for what no list names. */
export function quotaLimit(account: SandboxAccount, region: string, service: string, name: string): number {
  const quota = defaultQuotas.find((q) => q.service === service && q.name === name);
  return quota === undefined ? 0 : appliedValue(account, region, service, quota.code, quota.value);
}

export function appliedValue(
  account: SandboxAccount,
  region: string,
  service: string,
  code: string,
  byDefault: number,
): number {
  const approved = account
    .table(quotaRequestKind, region)
    .list()
    .findLast((r) => r.status === 'APPROVED' && r.service === service && r.code === code);
  return approved?.desired ?? byDefault;
}
