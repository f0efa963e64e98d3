import type {
  ListServiceQuotasRequest,
  RequestedServiceQuotaChange,
  RequestServiceQuotaIncreaseRequest,
  ServiceQuota,
} from '@aws-sdk/client-service-quotas';
import {
  AwsError,
  type Constraint,
  type Operation,
  type SandboxAccount,
  type ServiceModule,
} from '../../engine/types.ts';
import { defaultQuotas, type Quota } from './defaults.ts';
import { appliedValue, quotaRequestKind, type QuotaRequest } from './quotas.ts';

interface OfService {
  ServiceCode: string;
}
interface OfQuota extends OfService {
  QuotaCode: string;
}

/** AWS decides in minutes to days; the sandbox in half an hour, and leaves what is over its ceiling open as a case. */
const decidedAfter = 1800;
const ceiling = 64;
const decision = 'servicequotas.request.decided';

const quotasPage = (items: string) => ({
  items,
  input: 'NextToken',
  output: 'NextToken',
  limit: 'MaxResults',
  defaultSize: 100,
  maxSize: 100,
});

function shown(account: SandboxAccount, region: string, quota: Quota, value = quota.value): ServiceQuota {
  return {
    ServiceCode: quota.service,
    ServiceName: quota.serviceName,
    QuotaArn: `arn:aws:servicequotas:${region}:${account.id}:${quota.service}/${quota.code}`,
    QuotaCode: quota.code,
    QuotaName: quota.name,
    Value: value,
    Unit: quota.unit,
    Adjustable: true,
    GlobalQuota: false,
    QuotaAppliedAtLevel: 'ACCOUNT',
  };
}

function ofService(code: string): Quota[] {
  const found = defaultQuotas.filter((q) => q.service === code);
  if (found.length === 0) throw noSuch(`The request failed because the specified service does not exist.`);
  return found;
}

function one({ ServiceCode, QuotaCode }: OfQuota): Quota {
  const found = ofService(ServiceCode).find((q) => q.code === QuotaCode);
  if (found === undefined) throw noSuch('The request failed because the specified quota does not exist.');
  return found;
}

const noSuch = (text: string) => new AwsError('NoSuchResourceException', text);

const asApplied = (account: SandboxAccount, region: string, quota: Quota) =>
  shown(account, region, quota, appliedValue(account, region, quota.service, quota.code, quota.value));

function shownRequest(account: SandboxAccount, region: string, request: Readonly<QuotaRequest>) {
  const quota = one({ ServiceCode: request.service, QuotaCode: request.code });
  return {
    Id: request.id,
    ServiceCode: request.service,
    ServiceName: quota.serviceName,
    QuotaCode: request.code,
    QuotaName: quota.name,
    DesiredValue: request.desired,
    Status: request.status,
    Created: new Date(request.createdAt),
    LastUpdated: new Date(request.updatedAt),
    Requester: request.requester,
    QuotaArn: `arn:aws:servicequotas:${region}:${account.id}:${request.service}/${request.code}`,
    GlobalQuota: false,
    Unit: quota.unit,
  } satisfies RequestedServiceQuotaChange;
}

const increase: Operation<RequestServiceQuotaIncreaseRequest & OfQuota & { DesiredValue: number }> = {
  // The quota itself: https://docs.aws.amazon.com/service-authorization/latest/reference/list_servicequotas.html
  access: ({ account, region, input }) => [
    {
      resource: `arn:${account.partition}:servicequotas:${region}:${account.id}:${input.ServiceCode}/${input.QuotaCode}`,
    },
  ],
  run({ account, region, input, caller, now }) {
    const quota = one(input);
    if (input.DesiredValue <= appliedValue(account, region, quota.service, quota.code, quota.value))
      throw new AwsError(
        'IllegalArgumentException',
        'You must provide a quota value greater than the current quota value.',
      );
    const table = account.table(quotaRequestKind, region);
    const open = table.list().some((r) => r.code === quota.code && r.status !== 'APPROVED');
    if (open)
      throw new AwsError(
        'ResourceAlreadyExistsException',
        'Only one open service quota increase request is allowed per quota.',
      );
    const request: QuotaRequest = {
      id: account.newId(32),
      service: quota.service,
      code: quota.code,
      desired: input.DesiredValue,
      status: 'PENDING',
      requester: caller.arn,
      createdAt: now,
      updatedAt: now,
    };
    table.put(request);
    account.after(decidedAfter, decision, region, { id: request.id });
    return { RequestedQuota: shownRequest(account, region, request) };
  },
};

function decide(account: SandboxAccount, region: string, { id }: { id: string }): void {
  const table = account.table(quotaRequestKind, region);
  const request = table.get(id);
  if (request === undefined) return;
  const status = request.desired <= ceiling ? 'APPROVED' : 'CASE_OPENED';
  table.put({ ...request, status, updatedAt: account.clock.now() });
}

const code: Constraint = { pattern: /^[a-zA-Z][a-zA-Z0-9-]{1,63}$/, min: 1, max: 63 };
const quotaCode: Constraint = { pattern: /^[a-zA-Z][a-zA-Z0-9-]{1,128}$/, min: 1, max: 128 };
const pageSize: Constraint = { min: 1, max: 100 };

export const serviceQuotas: ServiceModule = {
  signingName: 'servicequotas',
  iamPrefix: 'servicequotas',
  title: 'Service Quotas',
  sdk: () => import('@aws-sdk/client-service-quotas'),
  operations: {
    ListServices: {
      page: quotasPage('Services'),
      run: () => ({
        Services: [...new Map(defaultQuotas.map((q) => [q.service, q.serviceName]))].map(
          ([ServiceCode, ServiceName]) => ({ ServiceCode, ServiceName }),
        ),
      }),
    },
    ListServiceQuotas: {
      page: quotasPage('Quotas'),
      run: ({ account, region, input }) => ({
        Quotas: ofService(input.ServiceCode)
          .filter((q) => input.QuotaCode === undefined || q.code === input.QuotaCode)
          .map((q) => asApplied(account, region, q)),
      }),
    } satisfies Operation<ListServiceQuotasRequest & OfService>,
    ListAWSDefaultServiceQuotas: {
      page: quotasPage('Quotas'),
      run: ({ account, region, input }) => ({
        Quotas: ofService(input.ServiceCode).map((q) => shown(account, region, q)),
      }),
    } satisfies Operation<OfService>,
    GetServiceQuota: {
      run: ({ account, region, input }) => ({ Quota: asApplied(account, region, one(input)) }),
    } satisfies Operation<OfQuota>,
    GetAWSDefaultServiceQuota: {
      run: ({ account, region, input }) => ({ Quota: shown(account, region, one(input)) }),
    } satisfies Operation<OfQuota>,
    RequestServiceQuotaIncrease: increase,
    ListRequestedServiceQuotaChangeHistory: {
      page: quotasPage('RequestedQuotas'),
      run: ({ account, region, input }) => ({
        RequestedQuotas: account
          .table(quotaRequestKind, region)
          .list()
          .filter((r) => input.ServiceCode === undefined || r.service === input.ServiceCode)
          .map((r) => shownRequest(account, region, r)),
      }),
    } satisfies Operation<{ ServiceCode?: string }>,
  },
  constraints: {
    ListServiceQuotas: { ServiceCode: code, QuotaCode: quotaCode, MaxResults: pageSize },
    ListAWSDefaultServiceQuotas: { ServiceCode: code, MaxResults: pageSize },
    GetServiceQuota: { ServiceCode: code, QuotaCode: quotaCode },
    GetAWSDefaultServiceQuota: { ServiceCode: code, QuotaCode: quotaCode },
    RequestServiceQuotaIncrease: {
      ServiceCode: code,
      QuotaCode: quotaCode,
      DesiredValue: { min: 0, max: 10_000_000_000 },
    },
  },
  timers: { [decision]: decide },
  notModelled: [
    'The values are the sandbox’s own, not those of an AWS account; SageMaker codes are made from the names.',
    `A request up to ${ceiling} is approved after 30 minutes; a larger one stays open as a case.`,
    'Quotas of services other than SageMaker and EC2.',
  ],
};
