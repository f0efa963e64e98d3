/** What keeps a training from being started, and what could go wrong. Pure. */
import { message, type Message } from '../../../preload/contract/message.ts';
import type { StackFact } from '../../plans/facts/stack.ts';
import { gpuSpotLimit } from '../../plans/facts/machine-limits.ts';
import type { QuotaFact } from '../../plans/facts/quota.ts';
import { stackNames } from '../../plans/names.ts';
import type { Facts, PlanContext, QuotaWanted } from '../../plans/source.ts';
import { bucketOf } from '../bucket-choice.ts';
import type { FoundationState } from '../foundation/stack.ts';
import { bucketBlockers } from '../storage/stack.ts';
import type { TrainingAnswers } from './answers.ts';
import { notFollowed, type Environment } from './environment.ts';
import { imageBlockers, type BuildSource } from './image-build.ts';
import { catalogue, isOffered } from './images.ts';
import { fewest, largestVcpus, leastOf } from './pool.ts';
import { fileBlockers, type RunFile } from './run-files.ts';

/** Enough for the smallest machine that would do; the request asks for the largest. */
export function quotasOf({ pool }: Environment, { target }: Pick<PlanContext, 'target'>): QuotaWanted[] {
  const need = leastOf(pool)?.vcpus;
  if (need === undefined) return [];
  return [
    {
      name: gpuSpotLimit.name,
      need,
      quotaCode: gpuSpotLimit.code,
      fact: `ec2/${gpuSpotLimit.code}`,
      // Room for the largest machine of the pool, whichever AWS has.
      ask: { service: 'ec2', wanted: largestVcpus(pool) },
      tooLow: (limit) =>
        message('plan.training.quota', {
          limit,
          need,
          region: { region: target.region },
        }),
    },
  ];
}

export function blockers(
  answers: TrainingAnswers,
  facts: Facts,
  context: PlanContext,
  known: {
    foundation: FoundationState;
    environment: Environment;
    files: readonly RunFile[];
    built: BuildSource | undefined;
  },
): Message[] {
  const { environment, foundation, files, built } = known;
  const { name } = answers;
  const stack = facts.value<StackFact | null>(`stack:${stackNames.training(name)}`);
  return [
    ...(foundation.state === 'busy' || foundation.state === 'stuck'
      ? [message(`plan.foundation.${foundation.state}`)]
      : []),
    ...(stack ? [message('plan.training.taken', { name })] : []),
    ...bucketBlockers(bucketOf(answers), answers.bucket.choice === 'new', facts, context),
    ...fileBlockers(answers, files),
    ...imageBlockers(answers, built, facts, context),
    ...environmentBlockers(answers, environment, context),
  ];
}

function environmentBlockers(
  answers: TrainingAnswers,
  { state, pool, network, parameters }: Environment,
  { target }: PlanContext,
): Message[] {
  if (state === 'busy' || state === 'stuck') return [message(`plan.training.environment.${state}`)];
  if (state === 'present')
    return pool.types.length > 0
      ? []
      : [message('plan.training.environmentSmall', { types: parameters['InstanceTypes'] ?? '' })];
  if (network === null)
    return [message(`plan.training.network.${answers.network === 'default' ? 'none' : 'gone'}`)];
  if (network === undefined && target.accountId !== null) return [message('plan.training.network.unknown')];
  if (answers.pool !== '' && pool.missing.length > 0)
    return [message('plan.training.notOffered', { list: { list: pool.missing } })];
  return pool.types.length < fewest
    ? [message('plan.training.fewOffered', { count: pool.types.length })]
    : [];
}

export function warnings(
  answers: TrainingAnswers,
  facts: Facts,
  environment: Environment,
  { now }: Pick<PlanContext, 'now'>,
  built: BuildSource | undefined,
): Message[] {
  const { imported } = answers;
  const { pool, network, state } = environment;
  const limit = facts.value<QuotaFact>(`quota:ec2/${gpuSpotLimit.code}`)?.limit;
  const out = pool.types.filter(({ vcpus }) => limit != null && vcpus > limit).map(({ type }) => type);
  const from = built === undefined ? answers.image.choice : built.holds?.dockerfile ? '' : answers.image.base;
  const old = isOffered(from) && now > Date.parse(catalogue[from].until);
  const some = out.length > 0 && out.length < pool.types.length;
  return [
    ...(imported.privileged ? [message('plan.training.privileged')] : []),
    ...(imported.hostFolder === ''
      ? []
      : [message('plan.training.hostFolder', { folder: imported.hostFolder })]),
    ...(imported.keyPair === '' ? [] : [message('plan.training.keyPair', { key: imported.keyPair })]),
    message(answers.attempts > 1 ? 'plan.training.interruption' : 'plan.training.interruptionOnce'),
    message('plan.training.otherWaits'),
    ...(answers.bid.on && answers.bid.percent < 100
      ? [message('plan.training.bid', { percent: answers.bid.percent })]
      : []),
    ...(network != null && !network.publicAddress && state !== 'present'
      ? [message('plan.training.network.noAddress')]
      : []),
    ...(answers.machineImage === '' ? [] : [message('plan.training.ownMachine')]),
    ...(old ? [message('plan.training.image.old')] : []),
    ...(built !== undefined && built.holds === undefined ? [message('plan.training.image.unlooked')] : []),
    ...(some ? [message('plan.training.quotaSome', { list: { list: out } })] : []),
    ...notFollowed(answers, environment),
  ];
}
