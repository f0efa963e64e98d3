/** The receipt of a task: what was planned, what was measured, what was made, removed and what stays. */
import { join } from 'node:path';
import { Receipt } from '../../preload/contract/plan.ts';
import type { Amount, CostLine, Plan } from '../../preload/contract/plan.ts';
import { hoursInMonth } from '../costs/month.ts';
import type { MadeThing } from '../stacks/follow.ts';
import { type Documents, openDocuments } from '../storage/documents.ts';

export type ReceiptStore = Documents<Receipt>;

export function openReceipts(stateDir: string): ReceiptStore {
  return openDocuments<Receipt>(join(stateDir, 'receipts'), { name: 'receipt', version: 1, schema: Receipt });
}

function perHour(line: CostLine): number | null {
  if (line.unitPrice === null) return null;
  if (line.unit === 'hour') return line.quantity * line.unitPrice;
  if (line.unit === 'gb-month' || line.unit === 'month')
    return (line.quantity * line.unitPrice) / hoursInMonth;
  return 0;
}

/** Which price lines a thing is billed by, by its type in CloudFormation. */
const billedBy: Record<string, RegExp> = {
  'AWS::SageMaker::NotebookInstance': /^sagemaker:notebook/,
  // Its machine, while it has one.
  'AWS::Batch::Job': /^ec2:/,
  'AWS::S3::Bucket': /^s3:/,
  'AWS::S3::Object': /^s3:/,
};

/** Something that a plan brought, from when it was there until it was gone again or the task ended; ms. */
export interface Lasted {
  type: string;
  from: number;
  to: number;
}

/** Seconds that were seen x price book. Lines without a price are named as unknown; what never came to be costs nothing. */
export function measured(lines: readonly CostLine[], lasted: readonly Lasted[]): Amount {
  const amount: Amount = { usd: 0, unknown: [] };
  for (const line of lines) {
    const spans = lasted.filter(({ type }) => billedBy[type]?.test(line.priceKey) === true);
    if (spans.length === 0) continue;
    const rate = perHour(line);
    // The line's quantity counts all of them.
    const seconds =
      spans.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0) / spans.length / 1000;
    if (rate === null) amount.unknown.push(line.priceKey);
    else amount.usd += (rate * seconds) / 3600;
  }
  return { usd: Number(amount.usd.toFixed(6)), unknown: [...new Set(amount.unknown)] };
}

/** USD/h of what exists; null when a price is unknown. Things that are not billed by time are 0. */
export function leftOver(
  plan: Plan,
  made: readonly MadeThing[],
): { type: string; name: string; usdPerHour: number | null }[] {
  return made.map(({ type, name }) => {
    const pattern = billedBy[type];
    const lines = pattern === undefined ? [] : plan.cost.lines.filter((line) => pattern.test(line.priceKey));
    const rates = lines.map(perHour);
    return {
      type,
      name,
      usdPerHour: rates.includes(null) ? null : rates.reduce<number>((a, b) => a + (b ?? 0), 0),
    };
  });
}
