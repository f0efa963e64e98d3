/** What an account of the sandbox holds, read from its file, so that two accounts can be laid beside each other. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

type Json = string | number | boolean | null | Json[] | Members;
type Members = { [name: string]: Json };
type Row = { kind: string; region: string; key: string; json: string };

/** Kinds that tell how something came about or what was written meanwhile, not what there is. */
const leftOut: Record<string, string> = {
  'batch/choice': 'what a test wished for',
  'batch/wake': 'when Batch looks next',
  'cloudformation/stack-event': 'each way makes its own events',
  'cloudformation/change-set': '`deploy` keeps the one that it executed',
  'cloudformation/deleted-stack': 'is gone',
  'cloudformation/drift-detection': 'what AWS saw, when',
  'cloudwatch/metric-minute': 'what ran meanwhile',
  'ec2/instance': 'machines of Batch come and go',
  'iam/access-key': 'the way in, drawn for each account',
  'logs/stream': 'what a notebook wrote, when',
  'logs/event': 'what a notebook wrote, when',
  'scheduler/history': 'what a schedule did, when',
};

/** Of a stack: what it is made of. The rest is how it was made, and when. */
const ofStack = ['name', 'status', 'source', 'capabilities', 'roleArn', 'outputs', 'resources'];
const ofResource = ['type', 'physicalId', 'status', 'properties', 'deletionPolicy', 'tags'];

/** Members of other kinds, at any depth, that hold an instant or something that each account draws for itself. */
const exceptions: Record<string, readonly string[]> = {
  'batch/compute-environment': ['uuid', 'turn'],
  'batch/job-queue': ['turn'],
  'iam/instance-profile': ['id', 'createdAt'],
  'iam/policy': ['id', 'createdAt', 'updatedAt'],
  'iam/role': ['id', 'createdAt', 'lastUsedAt'],
  'iam/user': ['id', 'createdAt'],
  'logs/group': ['createdAt'],
  's3/bucket': ['createdAt'],
  's3/object': ['modifiedAt', 'blob', 'versionId'],
  'sagemaker/notebook-instance': ['createdAt', 'modifiedAt', 'lastUsedAt', 'secret'],
  'sagemaker/notebook-instance-lifecycle-config': ['createdAt', 'modifiedAt'],
  'scheduler/schedule': ['createdAt', 'modifiedAt'],
  'scheduler/group': ['createdAt', 'modifiedAt'],
  'sns/subscription': ['id'],
};

/** By kind and name, with the ids that CloudFormation draws written as the template's names. */
export async function pictureOf(accountDir: string): Promise<Record<string, Json>> {
  const rows = await rowsOf(accountDir);
  const names = drawnNames(rows);
  const masked = (text: string) => names.reduce((all, [id, name]) => all.replaceAll(id, name), text);
  return Object.fromEntries(
    rows
      .filter(({ kind, json }) => !(kind in leftOut) && !(kind === askedKind && json.includes(askedBefore)))
      .map((row) => ({ ...row, key: masked(row.key), json: masked(row.json) }))
      .map(({ kind, region, key, json }) => {
        const members = JSON.parse(json) as Members;
        if (kind === askedKind) return [`${kind} ${region} ${asked(members)}`, true];
        return jobKinds.includes(kind)
          ? [`batch/job ${region} ${nameIn(members)}`, jobAs(kind, members)]
          : [`${kind} ${region} ${key}`, compared(kind, members)];
      }),
  );
}

const askedKind = 'servicequotas/request';
/** The limit of GPUs on Spot, which the owner of one of the accounts asked AWS for beforehand. */
const askedBefore = 'L-3819A6DF';

/** Its id is drawn, and how far AWS is with it a matter of time. */
const asked = ({ service, code, desired }: Members): string => JSON.stringify([service, code, desired]);

const jobKinds = ['batch/job', 'batch/ended-job'];

const nameIn = ({ name }: Members): string => (typeof name === 'string' ? name : '');

/** Ids of jobs are drawn by each account; how far one that waits or runs has come is a matter of time. */
function jobAs(kind: string, job: Members): Json {
  const what = only(job, ['name', 'queue', 'definition', 'spec', 'tags']);
  return kind === 'batch/job'
    ? what
    : { ...what, ended: only(job, ['status', 'statusReason', 'terminated']) };
}

function compared(kind: string, row: Members): Json {
  if (kind !== 'cloudformation/stack') return without(row, exceptions[kind] ?? []);
  const { resources, ...stack } = only(row, ofStack);
  const each = Object.entries(resources as Record<string, Members>);
  return { ...stack, resources: Object.fromEntries(each.map(([id, one]) => [id, only(one, ofResource)])) };
}

const only = (row: Members, names: readonly string[]): Members =>
  Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));

/** The account may be open: its file and the log of its last writes are copied and read as after a kill. */
async function rowsOf(accountDir: string): Promise<Row[]> {
  const dir = await mkdtemp(join(tmpdir(), 'picture-'));
  try {
    for (const name of ['account.sqlite', 'account.sqlite-wal'])
      if (existsSync(join(accountDir, name))) await copyFile(join(accountDir, name), join(dir, name));
    const database = new DatabaseSync(join(dir, 'account.sqlite'));
    const rows = database.prepare('select kind, region, key, json from resource').all();
    database.close();
    return rows as unknown as Row[];
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

interface StackRow {
  id: string;
  name: string;
  resources: Record<string, { physicalId?: string; name?: string }>;
}

/** Names that CloudFormation makes end so. */
const drawn = /-[A-Za-z0-9]{12,13}$|:[0-9a-f]{32}$/;

/** Ids of stacks and of what they hold, the longest first. */
function drawnNames(rows: Row[]): [string, string][] {
  const found = new Map<string, string>();
  for (const { kind, json } of rows) {
    if (kind !== 'cloudformation/stack' && kind !== 'cloudformation/deleted-stack') continue;
    const { id, name, resources } = JSON.parse(json) as StackRow;
    found.set(id, `{${name}}`);
    for (const [logicalId, thing] of Object.entries(resources))
      for (const one of [thing.physicalId, thing.name])
        if (one !== undefined && drawn.test(one))
          // IAM finds names in small letters, SNS subscriptions by the end of their ARN.
          for (const written of [one, one.toLowerCase(), one.split(':').at(-1) ?? one])
            found.set(written, `{${name}.${logicalId}}`);
  }
  return [...found].sort(([a], [b]) => b.length - a.length);
}

function without(value: Json, members: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((one) => without(one, members));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !members.includes(name))
      .map(([name, one]) => [name, without(one, members)]),
  );
}
