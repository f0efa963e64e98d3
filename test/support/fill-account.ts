/** Fills a sandbox account with many things at once, past the calls that would make them one by one. */
import { tables } from '../../main/sandbox/services/s3/store.ts';
import { objects as objectKind } from '../../main/sandbox/services/s3/kinds.ts';
import { notebookArn, notebooks, type Notebook } from '../../main/sandbox/services/sagemaker/kinds.ts';
import type { Sandbox } from '../../main/sandbox/index.ts';

export interface Fill {
  region?: string;
  /** Notebooks `notebook-00001` …; every fifth is in service, the others are stopped. */
  notebooks?: number;
  /** Objects of a bucket, all in one folder: `<folder>row-000001.csv` … */
  objects?: { bucket: string; folder: string; count: number };
}

export const notebookName = (n: number): string => `notebook-${String(n).padStart(5, '0')}`;

export function fillAccount({ account }: Sandbox, fill: Fill): void {
  const { region = 'us-east-1' } = fill;
  const now = account.clock.now();
  const made = now - 86_400_000;
  const table = notebooks(account, region);
  for (let n = 1; n <= (fill.notebooks ?? 0); n += 1) {
    const name = notebookName(n);
    table.put({
      name,
      arn: notebookArn(account, region, name),
      status: n % 5 === 0 ? 'InService' : 'Stopped',
      instanceType: 'ml.t3.medium',
      roleArn: `arn:aws:iam::${account.id}:role/notes`,
      volumeGb: 5,
      platform: 'notebook-al2023-v1',
      rootAccess: 'Disabled',
      directInternet: 'Enabled',
      metadataVersion: '2',
      ipAddressType: 'ipv4',
      securityGroups: [],
      moreRepositories: [],
      tags: {},
      createdAt: made,
      modifiedAt: made,
      turn: 0,
      lastUsedAt: made,
      secret: 'x',
    } satisfies Notebook);
  }
  if (fill.objects === undefined) return;
  const { bucket, folder, count } = fill.objects;
  tables.buckets(account).put({
    name: bucket,
    region,
    createdAt: made,
    configuration: {},
    versioning: 'never',
    tags: {},
    stored: { STANDARD: count * 1024 },
  });
  const objects = account.table(objectKind, 'aws-global');
  for (let n = 1; n <= count; n += 1)
    objects.put({
      bucket,
      key: `${folder}row-${String(n).padStart(6, '0')}.csv`,
      versionId: 'null',
      deleteMarker: false,
      modifiedAt: Math.floor(made / 1000) * 1000,
      etag: 'd41d8cd98f00b204e9800998ecf8427e',
      size: 1024,
      pieces: [],
      multipart: false,
      storageClass: 'STANDARD',
      encryption: 'AES256',
      headers: {},
      metadata: {},
      tags: {},
      order: 1,
    });
}
