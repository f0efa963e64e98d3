/** The wizards for programs: id, goal, schema of the answers, and an example that plans without an account. */
import { z } from 'zod';
import type { Message } from '../../preload/contract/message.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { wizards } from './index.ts';

export interface CatalogueEntry {
  id: string;
  goal: Message;
  /** JSON Schema of the answers as they are given; what has a default may be left out. */
  schema: unknown;
  example: Answers;
}

export function catalogue(): CatalogueEntry[] {
  return wizards.map(({ id, description, answers, example }) => ({
    id,
    goal: description.goal,
    schema: z.toJSONSchema(answers, { io: 'input' }),
    example,
  }));
}
