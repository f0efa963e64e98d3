import type { SandboxAccount, Kind, Table } from '../../engine/types.ts';
import type { Tags } from '../shared/tags.ts';

export type NotebookStatus =
  | 'Pending'
  | 'InService'
  | 'Stopping'
  | 'Stopped'
  | 'Failed'
  | 'Deleting'
  | 'Updating'
  | 'PendingMaintenance'
  | 'InMaintenance';

/** A notebook instance as it is kept. Times in ms of the account's clock. */
export interface Notebook {
  name: string;
  arn: string;
  status: NotebookStatus;
  failureReason?: string;
  instanceType: string;
  roleArn: string;
  volumeGb: number;
  platform: string;
  rootAccess: 'Enabled' | 'Disabled';
  directInternet: 'Enabled' | 'Disabled';
  metadataVersion: '1' | '2';
  ipAddressType: 'ipv4' | 'dualstack';
  subnetId?: string;
  securityGroups: string[];
  kmsKeyId?: string;
  lifecycleConfig?: string;
  repository?: string;
  moreRepositories: string[];
  tags: Tags;
  createdAt: number;
  modifiedAt: number;
  /** Counts changes of state: a timer that was planned for an earlier one does nothing. */
  turn: number;
  /** When a person last looked into it through its page; the shipped idle stop asks this. */
  lastUsedAt: number;
  /** Goes into the presigned tokens, so that those of a deleted notebook of the same name are worth nothing. */
  secret: string;
}

export interface LifecycleConfig {
  name: string;
  arn: string;
  /** Base64, as given. */
  onCreate: string[];
  onStart: string[];
  tags: Tags;
  createdAt: number;
  modifiedAt: number;
}

const running: readonly NotebookStatus[] = ['InService', 'PendingMaintenance'];

/**
 * AWS bills an instance by the second while it is in service; the sandbox reads that as: Pending, Stopping and Updating
 * are free. The volume is billed from creation to deletion, stopped or not.
 */
export const notebookKind: Kind<Notebook> = {
  name: 'sagemaker/notebook-instance',
  scope: 'region',
  key: (n) => n.name,
  billed: (n) => [
    { priceKey: 'sagemaker:notebook-volume', quantity: n.volumeGb, unit: 'gb-month' },
    ...(running.includes(n.status)
      ? [{ priceKey: `sagemaker:notebook:${n.instanceType}`, quantity: 1, unit: 'hour' as const }]
      : []),
  ],
};

export const lifecycleKind: Kind<LifecycleConfig> = {
  name: 'sagemaker/notebook-instance-lifecycle-config',
  scope: 'region',
  key: (c) => c.name,
};

export const notebooks = (account: SandboxAccount, region: string): Table<Notebook> =>
  account.table(notebookKind, region);

export const lifecycleConfigs = (account: SandboxAccount, region: string): Table<LifecycleConfig> =>
  account.table(lifecycleKind, region);

/** SageMaker writes names in lower case in its ARNs. */
export function notebookArn(account: SandboxAccount, region: string, name: string): string {
  return `arn:aws:sagemaker:${region}:${account.id}:notebook-instance/${name.toLowerCase()}`;
}

export function lifecycleArn(account: SandboxAccount, region: string, name: string): string {
  return `arn:aws:sagemaker:${region}:${account.id}:notebook-instance-lifecycle-config/${name.toLowerCase()}`;
}
