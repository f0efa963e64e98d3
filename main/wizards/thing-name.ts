import { z } from 'zod';

/** Up to 63 letters, digits, single hyphens between them. `none` and `wrong`: keys of the words for no name and a wrong one. */
export const thingName = (none: string, wrong: string) =>
  z
    .string()
    .min(1, none)
    .max(63, wrong)
    .regex(/^[a-zA-Z0-9-]*$/, wrong)
    .refine((name) => !/^-|--|-$/.test(name), wrong);
