import { z } from 'zod';
import { Look } from '../lists.ts';
import { method } from '../method.ts';

/** What a window looks at decides what main asks AWS, and how often. */
export const lists = {
  /** Said when the page on screen changes, and when the window is hidden or seen again. The last word counts. */
  look: method({
    input: z.strictObject({ look: Look, hidden: z.boolean() }),
    output: z.strictObject({}),
    effect: 'read',
  }),
};
