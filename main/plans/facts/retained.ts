/** What the template of a stack keeps when the stack is deleted. */
import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { BadTemplate } from '../template-text.ts';
import { parseTemplate } from '../templates.ts';
import { absent } from './absent.ts';

/** Logical ids. */
export const RetainedFact = z.array(z.string());
export type RetainedFact = z.infer<typeof RetainedFact>;

/** Undefined where the template cannot be read here: made by somebody else, or too large. */
export async function readRetained(
  aws: Aws,
  name: string,
  options: AwsCallOptions,
): Promise<RetainedFact | undefined> {
  const input = { StackName: name, TemplateStage: 'Original' as const };
  const answer = await absent(aws.call('cloudformation', 'GetTemplate', input, options));
  try {
    const { Resources: resources } = parseTemplate(answer?.TemplateBody ?? '');
    const kept = Object.entries(resources).filter(
      ([, one]) => one.DeletionPolicy?.startsWith('Retain') === true,
    );
    return kept.map(([id]) => id).sort();
  } catch (error) {
    if (!(error instanceof BadTemplate) && !(error instanceof TypeError)) throw error;
    return undefined;
  }
}
