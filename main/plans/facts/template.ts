/** What the template of a stack that exists holds, so that a plan sees where the one that ships differs. */
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { BadTemplate } from '../template-text.ts';
import { parseTemplate, type TemplateDocument } from '../templates.ts';
import { absent } from './absent.ts';

/** By logical id: the type, and SHA-256 over the resource as the template writes it. Null: there is no such stack. */
export const TemplateFact = z.record(z.string(), z.strictObject({ type: z.string(), sha256: z.string() }));
export type TemplateFact = z.infer<typeof TemplateFact>;

export const thingsOf = ({ Resources: resources }: TemplateDocument): TemplateFact =>
  Object.fromEntries(
    Object.entries(resources).map(([logicalId, one]) => [
      logicalId,
      {
        type: one.Type,
        sha256: createHash('sha256')
          .update(canonicalize(one) ?? '')
          .digest('hex'),
      },
    ]),
  );

/** Undefined where the template cannot be read here: made by somebody else, or too large. */
export async function readTemplateFact(
  aws: Aws,
  name: string,
  options: AwsCallOptions,
): Promise<TemplateFact | null | undefined> {
  const input = { StackName: name, TemplateStage: 'Original' as const };
  const answer = await absent(aws.call('cloudformation', 'GetTemplate', input, options));
  if (answer === undefined) return null;
  try {
    return thingsOf(parseTemplate(answer.TemplateBody ?? ''));
  } catch (error) {
    if (!(error instanceof BadTemplate) && !(error instanceof TypeError)) throw error;
    return undefined;
  }
}
