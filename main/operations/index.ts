/** What is done with existing things: plans without questions. */
import type { PlanSource } from '../plans/source.ts';
import { dataDelete } from './data-delete.ts';
import { dataUpload } from './data-upload.ts';
import { driftPutBack } from './drift-put-back.ts';
import { foundationChange } from './foundation-change.ts';
import { jobAgain } from './job-again.ts';
import { jobStop } from './job-stop.ts';
import { notebookChange } from './notebook-change.ts';
import { notebookDelete } from './notebook-delete.ts';
import { notebookExtend } from './notebook-extend.ts';
import { notebookStart } from './notebook-start.ts';
import { notebookStop } from './notebook-stop.ts';
import { quotaRequest } from './quota-request.ts';
import { stackRemove } from './stack-remove.ts';
import { stackRollBack } from './stack-roll-back.ts';
import { storageChange } from './storage-change.ts';
import { storageDelete } from './storage-delete.ts';
import { templateDelete } from './template-delete.ts';

export const operations: readonly PlanSource[] = [
  notebookStart,
  notebookStop,
  notebookExtend,
  notebookChange,
  notebookDelete,
  storageChange,
  storageDelete,
  foundationChange,
  driftPutBack,
  templateDelete,
  stackRemove,
  stackRollBack,
  dataUpload,
  dataDelete,
  jobStop,
  quotaRequest,
  jobAgain,
] as PlanSource[];
