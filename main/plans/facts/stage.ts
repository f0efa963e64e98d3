import { z } from 'zod';

/** Files that wait on this computer for their upload; null: no such stage, or it was removed after a day. */
export const StageFact = z.strictObject({
  files: z.array(
    z.strictObject({
      path: z.string(),
      bytes: z.number(),
      /** Null while the file has not arrived whole. */
      sha256: z.string().nullable(),
    }),
  ),
});
export type StageFact = z.infer<typeof StageFact>;

/** Reads stages; `main/data/staging.ts` fits. */
export interface Stages {
  get(stageId: string): Promise<StageFact | undefined>;
}
