import type { ServiceModule } from '../../engine/types.ts';
import { constraints } from './constraints.ts';
import { lifecycleOperations } from './lifecycle-configs.ts';
import { lifeFailures, lifeTimers, moves } from './life.ts';
import { notebookOperations } from './notebooks.ts';
import { pagesPrefix } from './presign.ts';
import { scriptTimers } from './scripts.ts';
import { tagOperations } from './tags.ts';

export { forceStatus } from './life.ts';

export const sagemaker: ServiceModule = {
  signingName: 'sagemaker',
  iamPrefix: 'sagemaker',
  title: 'SageMaker notebook instances',
  sdk: () => import('@aws-sdk/client-sagemaker'),
  operations: { ...notebookOperations, ...lifecycleOperations, ...tagOperations },
  constraints,
  times: Object.fromEntries(
    Object.entries(moves).map(([name, move]) => [`${name}: ${move.via} until ${move.to}`, move.seconds]),
  ),
  timers: { ...lifeTimers, ...scriptTimers },
  fails: lifeFailures,
  pages: {
    prefix: pagesPrefix,
    handle: async (account, request) => (await import('./pages.ts')).notebookPage(account, request),
  },
  notModelled: [
    'Jupyter itself: the page of a notebook shows the files of its bucket and runs no code.',
    'Lifecycle scripts: the one shipped with Millwright is known by digest and its effects are made by the sandbox; any other is not run, and its log says so.',
    'An instance is billed while InService or PendingMaintenance; Pending, Stopping and Updating are free. The volume is billed until it is deleted.',
    'KMS keys and Git repositories are kept but not looked at.',
    'Maintenance comes only by hand; failures too.',
    'Everything of SageMaker beside notebook instances, their lifecycle configurations and tags.',
  ],
};
