/** What goes wrong meanwhile: named faults of the account, deaths at points, the disk's losses. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultSpec } from '../../../main/sandbox/index.ts';
import type { Dice } from './random.ts';
import type { Laptop, World } from './world.ts';

/** Points that leave a trace, and pauses. */
export const traced = (point: string): boolean =>
  point === 'sleep' ||
  point.startsWith('journal:') ||
  (point.startsWith('call:') && !/:(?:Describe|List|Get|Head|Simulate)/.test(point));

/** Moments that few counts of points would meet: each is where some care was taken. */
const tender: readonly RegExp[] = [
  /^journal:begun:after/,
  /^journal:intent:change-set:after/,
  /^journal:outcome:change-set:before/,
  /^journal:intent:execute:after/,
  /^journal:outcome:execute:before/,
  /^journal:intent:call:after/,
  /^journal:outcome:call:before/,
  /^journal:intent:delete:after/,
  /^journal:intent:upload:after/,
  /^journal:turned:after/,
  /^journal:ended:before/,
  /^call:.*:before/,
  /^call:.*:answered/,
  /^sleep$/,
];

/** True at the point at which the program dies; asked at every traced point of one run. */
export type Fate = (point: string) => boolean;

export function fate(dice: Dice): Fate {
  if (!dice.percent(50)) return () => false;
  const where = dice.percent(50) ? dice.pick(tender) : undefined;
  let left = where === undefined ? dice.int(30) : dice.int(2);
  return (point) => {
    if (where !== undefined && !where.test(point)) return false;
    left -= 1;
    return left === -1;
  };
}

const asked: readonly [service: string, operations: readonly string[]][] = [
  [
    'cloudformation',
    [
      'CreateChangeSet',
      'DescribeChangeSet',
      'ExecuteChangeSet',
      'DescribeStacks',
      'DescribeStackEvents',
      'ListStackResources',
      'DeleteStack',
      'DeleteChangeSet',
    ],
  ],
  [
    'sagemaker',
    ['StartNotebookInstance', 'StopNotebookInstance', 'DeleteNotebookInstance', 'DescribeNotebookInstance'],
  ],
  ['s3', ['PutObject', 'HeadObject', 'HeadBucket', 'DeleteBucket', 'DeleteObjects']],
  ['sts', ['GetCallerIdentity']],
];

/** What CloudFormation asks of the other services. */
const inside: typeof asked = [
  [
    'sagemaker',
    ['CreateNotebookInstance', 'CreateNotebookInstanceLifecycleConfig', 'DeleteNotebookInstance'],
  ],
  ['iam', ['CreateRole', 'DeleteRole']],
  ['scheduler', ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule']],
  ['s3', ['CreateBucket']],
];

const usual = [
  'F1',
  'F2',
  'F3',
  'F4',
  'F5',
  'F6',
  'F7',
  'F8',
  'F9',
  'F10',
  'F11',
  'F12',
  'F13',
  'F14',
] as const;
const unusual = ['F17', 'F18', 'F19', 'F20', 'F21', 'F22', 'F23', 'F24', 'F25', 'F26', 'F27'] as const;
const late = ['F28', 'F29', 'F30', 'F31', 'F32', 'F33', 'F34'] as const;
const within = ['F1', 'F4', 'F21', 'F23', 'F25', 'F27', 'F31', 'F32'] as const;

const place = (dice: Dice, from: typeof asked) => {
  const [service, operations] = dice.pick(from);
  return { service, operation: dice.percent(60) ? dice.pick(operations) : null };
};

export function faultSpec(dice: Dice): FaultSpec {
  const some = { times: 1 + dice.int(3), skip: dice.int(3), seconds: dice.int(120) };
  const roll = dice.int(100);
  if (roll < 20) {
    const at = place(dice, inside);
    return { ...some, ...at, skip: dice.int(2), fault: dice.pick(within), via: 'inside' };
  }
  const fault = dice.pick(roll < 65 ? usual : roll < 85 ? unusual : late);
  if (fault === 'F28') return { fault, service: 'sagemaker', seconds: some.seconds };
  if (fault === 'F34') return { fault, service: 's3', operation: 'DeleteObjects', times: 1 };
  return { ...some, ...place(dice, asked), fault };
}

/** Switches one or two faults on; answers the way to end them. */
export function faultsOn({ dice, sandbox }: World): () => void {
  if (!dice.percent(60)) return () => undefined;
  const ids = Array.from({ length: 1 + dice.int(3) }, () => sandbox.faults.switchOn(faultSpec(dice)).id);
  return () => {
    for (const id of ids) sandbox.faults.switchOff(id);
  };
}

export type Damage = 'tail' | 'inside' | 'missing';

/**
 * The disk loses lines of the journal: whole ones at its end, so that nothing in the file itself shows it; bytes in the
 * middle; or the file. Answers whether lines are gone that were answered for.
 */
export function damage({ dir }: Laptop, how: Damage, at: number): boolean {
  const path = join(dir, 'journal');
  if (!existsSync(path)) return false;
  const bytes = readFileSync(path);
  const ends = [...bytes.keys()].filter((i) => bytes[i] === 0x0a).map((i) => i + 1);
  // The last line may be one that was never answered, so that its loss is none.
  if (ends.length < 3) return false;
  const end = ends[at % (ends.length - 2)] ?? 0;
  if (how === 'missing') rmSync(path);
  else if (how === 'tail') writeFileSync(path, bytes.subarray(0, end));
  else {
    bytes.fill(0, end + 20, end + 24);
    writeFileSync(path, bytes);
  }
  return true;
}
