/** The environment that all trainings of an account and region share: made once, used as it stands afterwards. Pure. */
import { message, type Message } from '../../../preload/contract/message.ts';
import type { StackChange } from '../../../preload/contract/plan.ts';
import type { GpuOffer } from '../../plans/facts/gpu-offers.ts';
import type { MachineNetworksFact } from '../../plans/facts/machine-networks.ts';
import type { StackFact } from '../../plans/facts/stack.ts';
import { foundationArns, stackNames } from '../../plans/names.ts';
import type { Facts, PlanContext } from '../../plans/source.ts';
import { stackTags, templateOf } from '../../plans/stack-change.ts';
import type { TrainingAnswers } from './answers.ts';
import { networkOf, type Network } from './network.ts';
import { largestVcpus, poolOf, poolTypes, type Pool } from './pool.ts';
import { shippedOffers, sizeOf } from './sizes.ts';

export const environmentFact = `stack:${stackNames.trainingEnvironment}`;

export interface Environment {
  state: 'unknown' | 'absent' | 'busy' | 'stuck' | 'present';
  pool: Pool;
  /** Undefined: not known. Null: the chosen one is not there. */
  network: Network | null | undefined;
  /** Of the stack that is there. */
  parameters: Record<string, string>;
}

/** What there is, or what these answers would make of it. */
export function environmentOf(
  answers: Pick<TrainingAnswers, 'size' | 'pool' | 'network'>,
  facts: Facts,
): Environment {
  const fact = facts.get(environmentFact);
  const stack = facts.value<StackFact | null>(environmentFact);
  const offers = facts.value<GpuOffer[]>('gpu-offers');
  const networks = facts.value<MachineNetworksFact>('machine-networks');
  const size = sizeOf(answers.size);
  if (stack?.health === 'ready') {
    const { parameters } = stack;
    const zones = zonesOf(poolTypes(parameters['SubnetIds'] ?? ''), networks);
    const types = poolTypes(parameters['InstanceTypes'] ?? '');
    const most = Number(parameters['MaxVcpus'] ?? '0');
    const all = poolOf(size, types, offers, zones, shippedOffers);
    const holding = all.types.filter(
      ({ vcpus, memoryMiB, gpus }) =>
        vcpus >= size.vcpus && memoryMiB >= size.memoryMiB && gpus >= size.gpus && vcpus <= most,
    );
    const network = networks === undefined || zones === undefined ? undefined : { ...nowhere, zones };
    return { state: 'present', pool: { ...all, types: holding }, network, parameters };
  }
  const network = networkOf(answers.network, networks);
  const pool = poolOf(size, poolTypes(answers.pool), offers, network?.zones, shippedOffers);
  const looked = fact !== undefined && fact.source.kind !== 'unknown';
  const state = stack?.health ?? (looked ? 'absent' : 'unknown');
  return { state, pool, network, parameters: {} };
}

const nowhere: Network = { subnets: [], groups: [], zones: [], publicAddress: true };

/** Zones of these subnets; undefined: not known. */
export function zonesOf(subnets: string[], networks: MachineNetworksFact | undefined): string[] | undefined {
  const found = networks?.subnets.filter(({ id }) => subnets.includes(id)).map(({ zone }) => zone);
  return found === undefined || found.length === 0 ? undefined : [...new Set(found)].sort();
}

export function environmentParameters(
  answers: TrainingAnswers,
  { pool, network }: Pick<Environment, 'pool' | 'network'>,
  { target }: Pick<PlanContext, 'target'>,
): Record<string, string> {
  return {
    InstanceTypes: pool.types.map(({ type }) => type).join(','),
    MaxVcpus: String(Math.max(1, largestVcpus(pool))),
    BidPercentage: answers.bid.on ? String(answers.bid.percent) : '0',
    ImageId: answers.machineImage,
    KeyPairName: answers.imported.keyPair,
    SubnetIds: network?.subnets.join(',') ?? '',
    SecurityGroupIds: network?.groups.join(',') ?? '',
    GiveUpAfterSeconds: String(answers.giveUpMinutes * 60),
    LogDays: '90',
    BoundaryArn: foundationArns(target)?.boundary ?? '',
  };
}

export function environmentStack(
  answers: TrainingAnswers,
  environment: Environment,
  context: PlanContext,
  roleArn: string | undefined,
): StackChange {
  const parameters = environmentParameters(answers, environment, context);
  return {
    id: 'environment',
    kind: 'stack',
    action: 'create',
    says: message('plan.training.environment'),
    note: message('plan.training.environment.note'),
    sentences: [
      {
        says: message('plan.training.environment.machines', {
          list: { list: environment.pool.types.map(({ type }) => type) },
        }),
        note: message('plan.training.environment.machines.note'),
      },
      {
        says: message('plan.training.environment.queue', { minutes: answers.giveUpMinutes }),
        note: message('plan.training.environment.queue.note'),
      },
    ],
    usually: { from: 60, to: 180, worryAfter: 600 },
    stackName: stackNames.trainingEnvironment,
    ...templateOf('training-environment', parameters, context.target),
    parameters,
    capabilities: ['CAPABILITY_IAM'],
    tags: stackTags(context.planId, 'gpu-training'),
    ...(roleArn !== undefined && { roleArn }),
    stays: [],
  };
}

/** Answers that the environment which is there does not follow, by their questions. */
export function notFollowed(answers: TrainingAnswers, { parameters, state }: Environment): Message[] {
  if (state !== 'present') return [];
  const value = (name: string) => parameters[name] ?? '';
  const differs: [boolean, string][] = [
    [
      answers.pool !== '' && poolTypes(answers.pool).join() !== poolTypes(value('InstanceTypes')).join(),
      'pool',
    ],
    [answers.network !== 'default' && value('SubnetIds') !== answers.network, 'network'],
    [value('ImageId') !== answers.machineImage, 'machineImage'],
    [Number(value('GiveUpAfterSeconds')) !== answers.giveUpMinutes * 60, 'giveUpMinutes'],
    [Number(value('BidPercentage')) !== (answers.bid.on ? answers.bid.percent : 0), 'bid.on'],
  ];
  return differs
    .filter(([different]) => different)
    .map(([, path]) =>
      message('plan.training.environmentStays', {
        what: { message: message(`wizard.gpu-training.${path}`) },
      }),
    );
}
