/** The sandbox's CloudFormation: templates, change sets and a durable runner over the account's own services. */
import type { ServiceModule } from '../../engine/types.ts';
import { constraints } from './constraints.ts';
import { changeSetOperations } from './operations/change-sets.ts';
import { CHANGE_SET_TIMER, computeChangeSet } from './operations/create-change-set.ts';
import { detect, DRIFT_TIMER, driftOperations } from './operations/drift.ts';
import { readingOperations } from './operations/reading.ts';
import { stackOperations } from './operations/stacks.ts';
import { templateOperations } from './operations/templates.ts';
import { undoingOperations } from './operations/undoing.ts';
import { TIMER } from './runner/steps.ts';
import { tick } from './runner/tick.ts';

export const cloudformation: ServiceModule = {
  signingName: 'cloudformation',
  iamPrefix: 'cloudformation',
  title: 'CloudFormation',
  sdk: () => import('@aws-sdk/client-cloudformation'),
  operations: {
    ...stackOperations,
    ...undoingOperations,
    ...changeSetOperations,
    ...readingOperations,
    ...templateOperations,
    ...driftOperations,
  },
  constraints,
  timers: {
    [TIMER]: tick,
    [CHANGE_SET_TIMER]: computeChangeSet,
    [DRIFT_TIMER]: detect,
  },
  notModelled: [
    'Resource types other than those listed in resources/registry.ts: refused by name',
    'Transforms and macros, Rules, Hooks, modules, nested stacks, stack sets, stack policies, imports of resources',
    'CreationPolicy, UpdatePolicy, DeletionPolicy Snapshot, parameters of type AWS::SSM::Parameter::Value',
    'Dynamic references ({{resolve:…}}): kept as text',
    'Rollback triggers and notifications: accepted, nothing is watched or sent',
    'ChangeSetType IMPORT, DeploymentMode REVERT_DRIFT where a resource is gone, early validation of change sets',
    'Quotas of CloudFormation on the number of stacks',
  ],
};
