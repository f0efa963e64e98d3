import { z } from 'zod';
import { AppError } from '../errors.ts';
import { method } from '../method.ts';

export const Connection = z.strictObject({
  /** `sandbox`, `environment`, or `profile:NAME`. */
  id: z.string(),
  kind: z.enum(['sandbox', 'environment', 'profile']),
  name: z.string(),
  region: z.string(),
  regions: z.array(z.string()),
  state: z.enum(['notTried', 'connecting', 'ready', 'signInNeeded', 'failed']),
  accountId: z.string().nullable(),
  /** Who AWS says we are, as an ARN. */
  caller: z.string().nullable(),
  expiresAt: z.string().nullable(),
  error: AppError.nullable(),
});
export type Connection = z.infer<typeof Connection>;

/** Accounts that can be used: the sandbox, profiles of `~/.aws`, credentials of the environment. */
export const connections = {
  list: method({
    input: z.strictObject({}),
    output: z.strictObject({ connections: z.array(Connection), currentId: z.string() }),
    effect: 'read',
  }),
  use: method({
    input: z.strictObject({ id: z.string(), region: z.string().optional() }),
    output: Connection,
    effect: 'write',
    timeoutMs: 60_000,
    cancellable: true,
  }),
};
