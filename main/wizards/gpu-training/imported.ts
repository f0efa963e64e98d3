import { z } from 'zod';
import { ask, safe } from '../questions.ts';

const problem = (name: string) => `wizard.gpu-training.problem.${name}`;

/** What an old configuration may have and a new one should not: asked only where it is there (`describe`). */
export const imported = z.strictObject({
  privileged: ask(z.boolean().default(false), {
    ...safe,
    control: { type: 'toggle' },
    help: ['privileged'],
    when: { path: 'imported.privileged', is: [true] },
  }),
  hostFolder: ask(
    z
      .string()
      .regex(/^(?:|\/[\w/.-]{1,200})$/, problem('hostFolder'))
      .default(''),
    {
      ...safe,
      control: { type: 'text', maxLength: 201 },
      help: ['hostFolder'],
      when: { path: 'imported.hostFolder', is: [] },
    },
  ),
  keyPair: ask(
    z
      .string()
      .regex(/^[ -~]{0,255}$/, problem('keyPair'))
      .default(''),
    {
      ...safe,
      control: { type: 'text', maxLength: 255 },
      help: ['keyPair'],
      when: { path: 'imported.keyPair', is: [] },
    },
  ),
});
