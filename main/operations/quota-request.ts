import { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';
import type { QuotaFact } from '../plans/facts/quota.ts';
import type { QuotaRequestFact } from '../plans/facts/quota-request.ts';
import type { Facts, PlanSource } from '../plans/source.ts';
import { operationDraft } from './drafts.ts';

const QuotaRequest = z.strictObject({
  service: z.string().regex(/^[a-z][a-z0-9-]{1,62}$/, 'plan.problem.value'),
  code: z.string().regex(/^L-[0-9A-F]{8}$/, 'plan.problem.value'),
  /** As AWS calls it. */
  name: z.string().min(1, 'plan.problem.value').max(200, 'plan.problem.value'),
  wanted: z
    .number('plan.problem.value')
    .int('plan.problem.value')
    .min(1, 'plan.problem.value')
    .max(10_000, 'plan.problem.value'),
});
type QuotaRequest = z.infer<typeof QuotaRequest>;

const subjectOf = ({ service, code }: QuotaRequest) => `${service}/${code}`;

function blockersOf(
  { wanted, name }: QuotaRequest,
  limit: number | null,
  facts: Facts,
  subject: string,
): Message[] {
  const open = facts.value<QuotaRequestFact>(`quota-request:${subject}`)?.open;
  if (open) return [message('plan.quotaRequest.open', { wanted: open.wanted, name })];
  return limit !== null && limit >= wanted ? [message('plan.quotaRequest.there', { limit, name })] : [];
}

/** Asks AWS for a higher limit: free, decided by AWS within minutes to days, and taken back by nobody. */
export const quotaRequest: PlanSource<QuotaRequest> = {
  id: 'quota-request',
  answers: QuotaRequest,
  facts: (answers) => [
    { key: `quota:${subjectOf(answers)}`, decisive: true },
    { key: `quota-request:${subjectOf(answers)}`, decisive: true },
  ],
  draft(answers, facts, { target }) {
    const { service, code, name, wanted } = answers;
    const subject = subjectOf(answers);
    const limit = facts.value<QuotaFact>(`quota:${subject}`)?.limit ?? null;
    return operationDraft(message('plan.quotaRequest.title', { name }), {
      press: message('plan.quotaRequest.press'),
      done: message('plan.quotaRequest.done', { name, wanted }),
      changes: [
        {
          id: 'ask',
          kind: 'call',
          service: 'service-quotas',
          operation: 'RequestServiceQuotaIncrease',
          input: { ServiceCode: service, QuotaCode: code, DesiredValue: wanted },
          repeat: 'unique-name',
          says: message('plan.quotaRequest', {
            name,
            wanted,
            limit: limit ?? '?',
            region: { region: target.region },
          }),
          note: message('plan.quotaRequest.note'),
        },
      ],
      warnings: [message('plan.quotaRequest.wait'), message('plan.quotaRequest.case')],
      blockers: blockersOf(answers, limit, facts, subject),
      undo: [message('plan.quotaRequest.undo')],
    });
  },
};
