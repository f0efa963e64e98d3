import { z } from 'zod';

/** A bucket that exists may have an older name than new ones get: dots and, long ago, capitals. */
export const existingBucket = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/, 'wizard.storage.problem.name');

const isKey = (key: string) => key.isWellFormed() && new TextEncoder().encode(key).length <= 1024;

/** S3 keys are up to 1,024 bytes of UTF-8. */
export const objectKey = z.string().min(1, 'plan.problem.key').refine(isKey, 'plan.problem.key');

export const prefix = z
  .string()
  .refine((key) => isKey(key) && (key === '' || key.endsWith('/')), 'plan.problem.prefix');
