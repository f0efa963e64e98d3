/** Answers that were begun, kept until they became an applied plan or were thrown away. */
import { join } from 'node:path';
import { z } from 'zod';
import { Answers, Station } from '../../preload/contract/wizard.ts';
import { openDocuments, type Documents } from '../storage/documents.ts';

export const Draft = z.strictObject({ answers: Answers, station: Station });
export type Draft = z.infer<typeof Draft>;

export function openDrafts(stateDir: string): Documents<Draft> {
  return openDocuments(join(stateDir, 'drafts'), { name: 'draft', version: 1, schema: Draft });
}
