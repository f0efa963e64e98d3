/**
 * Answers of a training to a plan: what is missing of foundation, bucket and environment, the files, what the training
 * is, and one job of it.
 */
import { message } from '../../../preload/contract/message.ts';
import type { CallChange, Change, Guard, StackChange, Target } from '../../../preload/contract/plan.ts';
import type { SpotNowFact } from '../../plans/facts/spot.ts';
import { gpuSpotLimit } from '../../plans/facts/machine-limits.ts';
import { foundationArns, stackNames, trainingNames } from '../../plans/names.ts';
import type { Facts, PlanContext, PlanDraft } from '../../plans/source.ts';
import { stackTags, templateOf } from '../../plans/stack-change.ts';
import { bucketOf } from '../bucket-choice.ts';
import {
  foundationFact,
  foundationStack,
  foundationState,
  foundationThings,
  foundationUpdate,
  stackRoleOf,
} from '../foundation/stack.ts';
import { priceKeys } from '../notebook/sizes.ts';
import { storageStack } from '../storage/stack.ts';
import type { TrainingAnswers } from './answers.ts';
import { blockers, quotasOf, warnings } from './checks.ts';
import { environmentFact, environmentOf, environmentStack, type Environment } from './environment.ts';
import { buildSource, imageChanges, imageFacts } from './image-build.ts';
import { imageSays } from './image-says.ts';
import { imageAddress } from './images.ts';
import { moneyOf } from './money.ts';
import { leastOf, poolTypes } from './pool.ts';
import { bootstrap, prefixOf, runFiles, stageFacts, uploads, type RunFile, type Use } from './run-files.ts';
import { allTypes, memoryFor, sizeOf, type Machine } from './sizes.ts';

/** Prices of all sizes and of the person's own types: what the pool will be is known only with the facts. */
export const spotFact = (answers: Pick<TrainingAnswers, 'pool'>): string =>
  `spot-now:${[...new Set([...allTypes, ...poolTypes(answers.pool)])].sort().join(',')}`;

export function trainingFacts(answers: TrainingAnswers, _target: Target) {
  const bucket = bucketOf(answers);
  return [
    { key: foundationFact, decisive: true },
    { key: foundationThings, decisive: true },
    { key: environmentFact, decisive: true },
    { key: `stack:${stackNames.training(answers.name)}`, decisive: true },
    { key: `bucket:${bucket}`, decisive: true },
    ...(answers.bucket.choice === 'new'
      ? [{ key: `stack:${stackNames.storage(bucket)}`, decisive: true }]
      : []),
    ...stageFacts(answers),
    ...imageFacts(answers),
    { key: 'gpu-offers', decisive: true },
    { key: 'machine-networks', decisive: true },
    { key: spotFact(answers), decisive: false },
    { key: `quota:ec2/${gpuSpotLimit.code}`, decisive: false },
  ];
}

/** What one job asks for: its share of the smallest machine that it may get, without what the machine keeps for itself. */
export function jobNeeds(
  answers: Pick<TrainingAnswers, 'size' | 'gpus'>,
  least: Machine | undefined,
): Machine {
  const size = sizeOf(answers.size);
  const [vcpus, memoryMiB, most] = [
    Math.min(size.vcpus, least?.vcpus ?? size.vcpus),
    Math.min(size.memoryMiB, least?.memoryMiB ?? size.memoryMiB),
    Math.min(size.gpus, least?.gpus ?? size.gpus),
  ];
  const gpus = answers.gpus === 0 ? most : Math.min(answers.gpus, most);
  const share = gpus / most;
  return {
    gpus,
    vcpus: Math.max(1, Math.floor(vcpus * share)),
    memoryMiB: memoryFor(memoryMiB * share),
  };
}

export function trainingParameters(
  answers: TrainingAnswers,
  needs: Machine,
  files: readonly RunFile[],
  { target, planId }: Pick<PlanContext, 'target' | 'planId'>,
): Record<string, string> {
  const file = (use: Use) => files.find((one) => one.use === use) ?? { bucket: '', key: '' };
  const [code, training, test] = [file('code'), file('training'), file('test')];
  return {
    TrainingName: answers.name,
    Image: imageAddress(answers, target, planId),
    RunScript: answers.script,
    Gpus: String(needs.gpus),
    Vcpus: String(needs.vcpus),
    MemoryMiB: String(needs.memoryMiB),
    Attempts: String(answers.attempts),
    AttemptSeconds: String(answers.hours * 3600),
    BucketName: bucketOf(answers),
    Prefix: prefixOf(answers.name),
    Run: planId,
    CodeBucket: code.bucket,
    CodeKey: code.key,
    TrainingBucket: training.bucket,
    TrainingKey: training.key,
    TestBucket: test.bucket,
    TestKey: test.key,
    BootstrapSha256: bootstrap().sha256,
    Privileged: String(answers.imported.privileged),
    HostFolder: answers.imported.hostFolder,
    BoundaryArn: foundationArns(target)?.boundary ?? '',
  };
}

function trainingStack(
  answers: TrainingAnswers,
  parameters: Record<string, string>,
  context: PlanContext,
  roleArn: string | undefined,
): StackChange {
  return {
    id: 'training',
    kind: 'stack',
    action: 'create',
    says: message('plan.training.make', { name: answers.name }),
    sentences: [
      {
        says: message('plan.training.role', { bucket: bucketOf(answers), folder: prefixOf(answers.name) }),
        note: message('plan.training.role.note'),
      },
      {
        says: message('plan.training.definition', {
          gpus: Number(parameters['Gpus']),
          vcpus: Number(parameters['Vcpus']),
          memory: { bytes: Number(parameters['MemoryMiB']) * 1024 ** 2 },
          image: parameters['Image'] ?? '',
        }),
        note: message('plan.training.definition.note'),
      },
    ],
    usually: { from: 30, to: 90, worryAfter: 300 },
    stackName: stackNames.training(answers.name),
    ...templateOf('training', parameters, context.target),
    parameters,
    capabilities: ['CAPABILITY_IAM'],
    tags: stackTags(context.planId, 'gpu-training'),
    ...(roleArn !== undefined && { roleArn }),
    stays: [],
  };
}

/** One job. AWS takes neither a token nor a unique name for it: the plan's id in its name is how it is found again. */
export function submitCall(name: string, planId: string): CallChange {
  return {
    id: 'submit',
    kind: 'call',
    says: message('plan.training.submit', { name }),
    note: message('plan.training.submit.note'),
    service: 'batch',
    operation: 'SubmitJob',
    input: {
      jobName: `${name}-${planId}`,
      jobQueue: trainingNames.queue,
      jobDefinition: trainingNames.definition(name),
      propagateTags: true,
      tags: stackTags(planId, 'gpu-training'),
    },
    repeat: 'once',
  };
}

function guards(
  { hours, attempts, giveUpMinutes }: TrainingAnswers,
  { state, parameters }: Environment,
): Guard[] {
  const minutes =
    state === 'present' ? Math.round(Number(parameters['GiveUpAfterSeconds'] ?? '3600') / 60) : giveUpMinutes;
  return [
    { strength: 'aws', says: message('plan.training.ends', { hours, attempts }) },
    { strength: 'aws', says: message('plan.training.givesUp', { minutes }) },
    { strength: 'aws', says: message('plan.training.idle') },
  ];
}

export function draftTraining(answers: TrainingAnswers, facts: Facts, context: PlanContext): PlanDraft {
  const { name } = answers;
  const bucket = bucketOf(answers);
  const foundation = foundationState(facts, context);
  const roleArn = stackRoleOf(foundation, context);
  const environment = environmentOf(answers, facts);
  const { pool, network } = environment;
  const files = runFiles(answers, facts, context.planId);
  const built = buildSource(answers, files, facts);
  const image = imageSays(name, built);
  const needs = jobNeeds(answers, leastOf(pool));
  const parameters = trainingParameters(answers, needs, files, context);
  const prices = facts.value<SpotNowFact>(spotFact(answers));
  const money = moneyOf(answers, pool, network?.zones, prices, context, built !== undefined);
  // Prepared by an older Millwright, the account may not let CloudFormation make what trainings need.
  const update = foundationUpdate(facts, context);
  const changes: Change[] = [
    ...(update === undefined ? [] : [update]),
    ...(foundation.state === 'absent' ? [foundationStack('', 'gpu-training', context)] : []),
    ...(answers.bucket.choice === 'new'
      ? [storageStack({ name: bucket, infrequentDays: 0, glacierDays: 0 }, 'gpu-training', context, roleArn)]
      : []),
    ...(environment.state === 'present' ? [] : [environmentStack(answers, environment, context, roleArn)]),
    ...uploads(answers, files),
    ...imageChanges(answers, built, facts, context, roleArn),
    trainingStack(answers, parameters, context, roleArn),
    submitCall(name, context.planId),
  ];
  return {
    title: message('plan.training.title', { name }),
    press: message('plan.training.press'),
    done: message('plan.training.done', { name }),
    changes,
    costLines: money.costLines,
    hours: { today: answers.hours, month: answers.hours, endsAt: null },
    worst: money.worst,
    guards: [...guards(answers, environment), ...image.guards],
    warnings: warnings(answers, facts, environment, context, built),
    blockers: blockers(answers, facts, context, { foundation, environment, files, built }),
    undo: [message('plan.training.undo', { name }), ...image.undo],
    stays: [
      message('plan.bucket.stays', { bucket, price: { money: context.price(priceKeys.files) } }),
      message('plan.training.environment.stays'),
      ...image.stays,
    ],
    quotas: quotasOf(environment, context),
    assumptions: [
      message('plan.training.assume', {
        hours: answers.hours,
        spot: { money: money.spot },
        usual: { money: money.onDemand },
      }),
      message('plan.training.assume.worst', { hours: money.worst.hours }),
      ...image.assumptions,
    ],
  };
}
