/** What AWS says about a template before anything is made of it. Both calls only read the text. */
import { z } from 'zod';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { AppFailure } from '../../failure.ts';

export const ValidFact = z.strictObject({
  /** AWS's sentence where it refuses the template; null: it takes it. */
  refused: z.string().nullable(),
  /** Types of the things that AWS finds in it. */
  types: z.array(z.string()),
});
export type ValidFact = z.infer<typeof ValidFact>;

export async function readValid(
  aws: Aws,
  body: string | undefined,
  options: AwsCallOptions,
): Promise<ValidFact | undefined> {
  if (body === undefined) return undefined;
  const input = { TemplateBody: body };
  try {
    await aws.call('cloudformation', 'ValidateTemplate', input, options);
    const { ResourceTypes: types = [] } = await aws.call(
      'cloudformation',
      'GetTemplateSummary',
      input,
      options,
    );
    return { refused: null, types: [...types].sort() };
  } catch (error) {
    if (!(error instanceof AppFailure) || error.error.code !== 'aws.refusedInput') throw error;
    return { refused: error.error.technical?.text?.slice(0, 500) ?? '', types: [] };
  }
}
