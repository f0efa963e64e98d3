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

/** Seconds that were seen x price book. Lines without a price are named as unknown. */
export function measured(lines: readonly CostLine[], seconds: number): Amount {
  const amount: Amount = { usd: 0, unknown: [] };
  for (const line of lines) {
    const rate = perHour(line);
    if (rate === null) amount.unknown.push(line.priceKey);
    else amount.usd += (rate * seconds) / 3600;
  }
  return { usd: Number(amount.usd.toFixed(6)), unknown: [...new Set(amount.unknown)] };
}

/** Which price lines a thing that CloudFormation made is billed by. */
const billedBy: Record<string, RegExp> = {
  'AWS::SageMaker::NotebookInstance': /^sagemaker:notebook/,
};

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
