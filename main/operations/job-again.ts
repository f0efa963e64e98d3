import { z } from 'zod';
import { message, type Message } from '../../preload/contract/message.ts';
import type { CallChange } from '../../preload/contract/plan.ts';
import type { MachineNetworksFact } from '../plans/facts/machine-networks.ts';
import type { SpotNowFact } from '../plans/facts/spot.ts';
import type { StackFact } from '../plans/facts/stack.ts';
import { stackNames } from '../plans/names.ts';
import type { Facts, PlanSource } from '../plans/source.ts';
import { stackTags } from '../plans/stack-change.ts';
import { trainingName } from '../wizards/gpu-training/answers.ts';
import { spotFact, submitCall } from '../wizards/gpu-training/draft.ts';
import { environmentFact, zonesOf } from '../wizards/gpu-training/environment.ts';
import { moneyOf } from '../wizards/gpu-training/money.ts';
import { poolTypes } from '../wizards/gpu-training/pool.ts';
import { operationDraft } from './drafts.ts';

const JobAgain = z.strictObject({ name: trainingName });
type JobAgain = z.infer<typeof JobAgain>;

const spot = spotFact({ pool: '' });
const stackFact = (name: string) => `stack:${stackNames.training(name)}`;
const number = (stack: StackFact | null | undefined, parameter: string, usual: number): number =>
  Number(stack?.parameters[parameter] ?? usual) || usual;

function blockersOf({ name }: JobAgain, facts: Facts): Message[] {
  const stack = facts.value<StackFact | null>(stackFact(name));
  const environment = facts.value<StackFact | null>(environmentFact);
  if (stack === null) return [message('plan.job.again.gone', { name })];
  if (stack !== undefined && stack.source !== 'gpu-training')
    return [message('plan.job.again.foreign', { name })];
  if (stack !== undefined && stack.health !== 'ready') return [message('plan.job.again.busy', { name })];
  if (environment === null) return [message('plan.job.again.noEnvironment')];
  return environment !== undefined && environment.health !== 'ready'
    ? [message(`plan.training.environment.${environment.health}`)]
    : [];
}

/**
 * Another run in a folder of its own: with the one of the first run it would go on from where that ended. Batch merges
 * variables by name (https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerOverrides.html).
 */
function submitAgain(name: string, planId: string, stack: StackFact | null | undefined): CallChange {
  const call = submitCall(name, planId);
  const { BucketName: bucket = '', Prefix: prefix = '' } = stack?.parameters ?? {};
  const run = `s3://${bucket}/${prefix}/${planId}`;
  const environment = [
    { name: 'MODEL_DIR', value: `${run}/model/` },
    { name: 'EXPORT_PATH', value: `${run}/export/` },
    { name: 'MILLWRIGHT_CHECKPOINTS', value: `${run}/checkpoints/` },
  ];
  const tags = stackTags(planId, 'job-again');
  return {
    ...call,
    says: message('plan.job.again', { name, folder: `${bucket}/${prefix}/${planId}` }),
    input: { ...call.input, tags, containerOverrides: { environment } },
  };
}

/** One more job of a training that is there, with the same code, data and machine. */
export const jobAgain: PlanSource<JobAgain> = {
  id: 'job-again',
  answers: JobAgain,
  facts: ({ name }) => [
    { key: stackFact(name), decisive: true },
    { key: environmentFact, decisive: true },
    { key: 'machine-networks', decisive: false },
    { key: spot, decisive: false },
  ],
  draft: ({ name }, facts, context) => {
    const stack = facts.value<StackFact | null>(stackFact(name));
    const environment = facts.value<StackFact | null>(environmentFact);
    const hours = number(stack, 'AttemptSeconds', 14_400) / 3600;
    const attempts = number(stack, 'Attempts', 3);
    const types = poolTypes(environment?.parameters['InstanceTypes'] ?? '').map((type) => ({
      ...{ type, vcpus: 0, memoryMiB: 0, gpus: 0 },
    }));
    const zones = zonesOf(
      poolTypes(environment?.parameters['SubnetIds'] ?? ''),
      facts.value<MachineNetworksFact>('machine-networks'),
    );
    const prices = facts.value<SpotNowFact>(spot);
    const money = moneyOf({ hours, attempts }, { types }, zones, prices, context);
    const minutes = Math.round(number(environment, 'GiveUpAfterSeconds', 3600) / 60);
    return operationDraft(message('plan.job.again.title', { name }), {
      press: message('plan.job.again.press'),
      done: message('plan.training.done', { name }),
      changes: [submitAgain(name, context.planId, stack)],
      costLines: money.costLines,
      hours: { today: hours, month: hours, endsAt: null },
      worst: money.worst,
      guards: [
        { strength: 'aws', says: message('plan.training.ends', { hours, attempts }) },
        { strength: 'aws', says: message('plan.training.givesUp', { minutes }) },
        { strength: 'aws', says: message('plan.training.idle') },
      ],
      warnings: [message(attempts > 1 ? 'plan.training.interruption' : 'plan.training.interruptionOnce')],
      blockers: blockersOf({ name }, facts),
      undo: [message('plan.job.again.undo')],
      stays: [message('plan.job.again.stays')],
      assumptions: [
        message('plan.training.assume', {
          hours,
          spot: { money: money.spot },
          usual: { money: money.onDemand },
        }),
        message('plan.training.assume.worst', { hours: money.worst.hours }),
      ],
    });
  },
};
