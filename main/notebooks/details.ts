/** Everything that the page of one notebook shows. What AWS does not answer in time is left out, never invented. */
import type { z } from 'zod';
import type { NotebookDetail, Refused } from '../../preload/contract/domains/notebooks.ts';
import type { Receipt } from '../../preload/contract/plan.ts';
import type { Aws, OutputOf } from '../aws/aws.ts';
import { notebookThing } from '../inventory/collectors/notebook-instances.ts';
import type { InventorySnapshot } from '../inventory/snapshot.ts';
import { scrub, withoutSignIn } from '../aws/scrub.ts';
import { isPartial } from '../failure.ts';
import { unlessRefused, type ListOf } from '../inventory/refused.ts';
import { eveningOf, notebookRow, stackOf } from './rows.ts';

type Description = OutputOf<'sagemaker', 'DescribeNotebookInstance'>;

const logGroup = '/aws/sagemaker/NotebookInstances';
const logLines = 200;
/** The idle stop looks every 5 minutes; an hour of silence means that it does not work. */
const heartbeatWindow = 3_600_000;

interface Parts {
  aws: Aws;
  snapshot: InventorySnapshot;
  price: (key: string) => number | null;
  receipts: Receipt[];
  signal: AbortSignal;
}

export async function notebookDetail(name: string, parts: Parts): Promise<NotebookDetail> {
  const { aws, snapshot, signal } = parts;
  const now = aws.now();
  const description = withoutSecrets(
    await aws.call('sagemaker', 'DescribeNotebookInstance', { NotebookInstanceName: name }, { signal }),
  );
  const refused = (snapshot.refused ?? []).filter(({ of }) => of === 'stacks');
  const [tags, log, lastIdleHeartbeat] = await Promise.all([
    optional('tags', tagsOf(aws, description, signal), new Map<string, string>(), refused),
    optional('log', logOf(aws, name, signal), [], refused),
    optional('metrics', heartbeatOf(aws, name, now, signal), null, refused),
  ]);
  const thing = notebookThing(description, aws.target.region, now);
  const evening = eveningOf(snapshot, name, now);
  return {
    ...notebookRow(thing, snapshot, parts.price, now),
    diskGb: description.VolumeSizeInGB ?? 0,
    platform: description.PlatformIdentifier ?? null,
    roleArn: description.RoleArn ?? null,
    bucket: tags.get('millwright:bucket') ?? null,
    rootAccess: description.RootAccess === 'Enabled',
    directInternet: description.DirectInternetAccess === 'Enabled',
    repository: description.DefaultCodeRepository ?? null,
    dashboardPort: positive(tags.get('millwright:dashboard-port')),
    idleStopMinutes: positive(tags.get('millwright:idle-minutes')),
    lastIdleHeartbeat,
    evening: evening && { at: evening.at, timeZone: evening.timeZone, notBefore: evening.notBefore },
    failureReason: description.FailureReason ?? null,
    log,
    technical: technicalForm(description, tags),
    history: history(name, stackOf(snapshot, name)?.planId, parts.receipts),
    refused,
  };
}

/** A repository's address may hold a token, and a reason quotes whatever AWS was told. */
function withoutSecrets(description: Description): Description {
  const { FailureReason: reason, DefaultCodeRepository: repository } = description;
  return {
    ...description,
    ...(reason !== undefined && { FailureReason: scrub(reason) }),
    ...(repository !== undefined && { DefaultCodeRepository: withoutSignIn(repository) }),
  };
}

/** A part of the page that may be refused or late without hiding the rest; what is refused is put to `refused`. */
async function optional<T>(of: ListOf, part: Promise<T>, otherwise: T, refused: Refused[]): Promise<T> {
  try {
    const answer = await unlessRefused(of, part);
    if (answer.refused === null) return answer.seen;
    refused.push(answer.refused);
    return otherwise;
  } catch (cause) {
    if (isPartial(cause)) return otherwise;
    throw cause;
  }
}

async function tagsOf(
  aws: Aws,
  { NotebookInstanceArn }: Description,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const tags = new Map<string, string>();
  for await (const page of aws.pages(
    'sagemaker',
    'ListTags',
    { ResourceArn: NotebookInstanceArn },
    { signal },
  )) {
    for (const { Key = '', Value = '' } of page.Tags ?? []) tags.set(Key, Value);
  }
  return tags;
}

async function logOf(aws: Aws, name: string, signal: AbortSignal): Promise<NotebookDetail['log']> {
  const answer = await aws.call(
    'logs',
    'FilterLogEvents',
    { logGroupName: logGroup, logStreamNamePrefix: `${name}/`, limit: logLines },
    { signal },
  );
  return (answer.events ?? []).map(({ timestamp = 0, message = '' }) => ({
    at: new Date(timestamp).toISOString(),
    // Jupyter writes the addresses that it was asked for, tokens included.
    text: scrub(message),
  }));
}

/** When the idle stop last said how long the notebook was idle. */
async function heartbeatOf(aws: Aws, name: string, now: number, signal: AbortSignal): Promise<string | null> {
  const answer = await aws.call(
    'cloudwatch',
    'GetMetricData',
    {
      StartTime: new Date(now - heartbeatWindow),
      EndTime: new Date(now),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        {
          Id: 'idle',
          MetricStat: {
            Metric: {
              Namespace: 'Millwright',
              MetricName: 'NotebookIdleMinutes',
              Dimensions: [{ Name: 'NotebookInstanceName', Value: name }],
            },
            Period: 60,
            Stat: 'Maximum',
          },
        },
      ],
    },
    { signal },
  );
  return answer.MetricDataResults?.[0]?.Timestamps?.[0]?.toISOString() ?? null;
}

const positive = (text: string | undefined): number | null => {
  const value = Number(text ?? 0);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
};

/** As AWS names it, without the address of Jupyter, which is of no use outside a presigned link. */
function technicalForm(
  description: Description,
  tags: Map<string, string>,
): z.infer<typeof NotebookDetail>['technical'] {
  const { Url: _url, ...rest } = description;
  const shown = Object.entries(rest).filter(([key, value]) => key !== '$metadata' && value !== undefined);
  return JSON.parse(
    JSON.stringify({ ...Object.fromEntries(shown), Tags: Object.fromEntries(tags) }),
  ) as never;
}

function history(name: string, planId: string | undefined, receipts: Receipt[]): NotebookDetail['history'] {
  return receipts
    .filter(
      (receipt) =>
        receipt.planId === planId ||
        [...receipt.made, ...receipt.removed].some((thing) => thing.name === name),
    )
    .map((receipt) => ({ at: receipt.endedAt, says: receipt.title, receiptId: receipt.id }));
}
