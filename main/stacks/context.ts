import type { StackEvent } from '@aws-sdk/client-cloudformation';
import type { Message } from '../../preload/contract/message.ts';
import type { Aws } from '../aws/aws.ts';
import type { Steps } from '../plans/journal.ts';
import type { LookOptions } from './look.ts';
import type { Waiting } from './wait.ts';

/** What one change needs from the task that it belongs to. */
export interface ChangeContext extends Waiting {
  aws: Aws;
  planId: string;
  changeId: string;
  /** Values that are kept nowhere; `missing`: one that the change needs was not given with this start. */
  secret?: { values: Record<string, string>; missing: boolean } | undefined;
  /** How often taking back was begun anew. */
  backs?: number;
  steps: Steps;
  purpose: LookOptions['purpose'];
  /** Throws when what the person agreed to no longer holds: asked before the one call that begins the change. */
  mayBegin?(): void;
  onDetail(detail: Message): void;
  /** Events in order, each once. */
  onEvents(events: StackEvent[]): void;
}

export const lookOptions = (context: ChangeContext): LookOptions => ({
  signal: context.signal,
  purpose: context.purpose,
});

/**
 * The same for the same plan, change and step, so that a repeat after a crash is the same request to AWS. `back`: of the
 * way back; absent: of the way that the context is on.
 */
export function tokenOf(context: ChangeContext, step: string, back = context.steps.back): string {
  const again = context.backs ? `-${context.backs + 1}` : '';
  const side = back ? `back${again}` : 'on';
  return `millwright-${context.planId}-${context.changeId}-${step}-${side}`
    .replaceAll(/[^A-Za-z0-9-]/g, '-')
    .slice(0, 128);
}
