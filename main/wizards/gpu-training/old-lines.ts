/**
 * An old configuration line by line: what each is in words and as AWS names it, what stands in its place, and where AWS
 * says so. Pure.
 */
import { message, type Message } from '../../../preload/contract/message.ts';
import type { OldLine } from '../../../preload/contract/old-recipe.ts';
import type { Answers } from '../../../preload/contract/wizard.ts';
import { trainingNames } from '../../plans/names.ts';
import { answerAt } from '../questions.ts';
import type { Finding } from './old-findings.ts';
import type { OldJob, OldMachines, OldRecipe } from './old-shape.ts';
import { sizeFor } from './old-wants.ts';
import { prefixOf } from './run-files.ts';
import { memoryFor } from './sizes.ts';

const reference = 'https://docs.aws.amazon.com/batch/latest/APIReference';
const guide = 'https://docs.aws.amazon.com/batch/latest/userguide';

/** Month in which the pages below were read. */
const readIn = '2026-11';

/** By the end of a path, where more than the page of its kind says it. */
const pages: Record<string, string> = {
  instanceTypes: `${reference}/API_Ec2Configuration.html`,
  ec2Configuration: `${reference}/API_Ec2Configuration.html`,
  allocationStrategy: `${guide}/allocation-strategies.html`,
  memory: `${guide}/memory-management.html`,
  resourceRequirements: `${guide}/gpu-jobs.html`,
  retryStrategy: `${guide}/job_retries.html`,
  timeout: `${guide}/job_timeouts.html`,
};

const lastOf = (path: string): string => path.split('.').at(-1) ?? path;

function sourceOf(path: string): OldLine['source'] {
  const page =
    pages[lastOf(path)] ??
    (path.startsWith('computeResources.')
      ? `${reference}/API_ComputeResource.html`
      : path.startsWith('container')
        ? `${reference}/API_ContainerProperties.html`
        : undefined);
  return page === undefined ? null : { page, asOf: readIn };
}

/** Variables that become answers. */
const usedVariables = ['SCRIPT_DIR', 'RUN_SCRIPT', 'TRAINING_DATA', 'TEST_DATA', 'MODEL_DIR', 'EXPORT_PATH'];

const variablesOf = ({ containerProperties, containerOverrides }: OldJob) => {
  const all = [...(containerOverrides?.environment ?? []), ...(containerProperties?.environment ?? [])];
  return all.filter(({ name }, index) => all.findIndex((one) => one.name === name) === index);
};

export const unusedVariables = (job: OldJob): string[] =>
  variablesOf(job).flatMap(({ name }) => (usedVariables.includes(name) ? [] : [name]));

interface Row {
  path: string;
  was: string | undefined;
  /** Where no finding says it; left out: as it was. */
  now?: string | null;
  /** Why it is another one, where no finding says it. */
  says?: Message;
}

const says = (name: string) => message(`recipe.batch.${name}`);
const list = (values: readonly (string | undefined)[] | undefined): string | undefined =>
  values?.filter((value) => value !== undefined).join(', ');

function machineRows(machines: OldMachines, answers: Answers): Row[] {
  const row = (name: keyof OldMachines, was: string | number | undefined, more: Partial<Row> = {}): Row => ({
    path: `computeResources.${name}`,
    was: was === undefined ? undefined : String(was),
    ...more,
  });
  const network = answers['network'] === undefined;
  return [
    row('type', machines.type),
    row('instanceTypes', list(machines.instanceTypes)),
    row('allocationStrategy', machines.allocationStrategy),
    row(
      'ec2Configuration',
      list(machines.ec2Configuration?.map(({ imageType, imageIdOverride }) => imageIdOverride ?? imageType)),
    ),
    row('imageId', machines.imageId),
    row('minvCpus', machines.minvCpus),
    row('maxvCpus', machines.maxvCpus),
    row('desiredvCpus', machines.desiredvCpus),
    row('bidPercentage', machines.bidPercentage),
    row('spotIamFleetRole', machines.spotIamFleetRole),
    row('subnets', list(machines.subnets), network ? { now: 'default', says: says('network') } : {}),
    row('ec2KeyPair', machines.ec2KeyPair),
  ];
}

function jobRows(job: OldJob, machines: OldMachines, answers: Answers): Row[] {
  const { containerProperties: container = {}, containerOverrides: overrides = {} } = job;
  const { gpus, vcpus, memoryMiB } = sizeFor(machines, job);
  const whole = `GPU ${gpus}, VCPU ${vcpus}, MEMORY ${memoryFor(memoryMiB)}`;
  const asks = overrides.resourceRequirements ?? container.resourceRequirements;
  const asked = list(asks?.map(({ type, value }) => `${type} ${value}`));
  const rows: Row[] = [
    { path: 'jobDefinitionName', was: job.jobDefinitionName ?? job.jobName, now: text(answers, 'name') },
    { path: 'containerProperties.image', was: container.image },
    ...variablesOf(job).flatMap(({ name, value }) =>
      usedVariables.includes(name) && value !== undefined ? [variableRow(name, value, answers)] : [],
    ),
  ];
  for (const name of ['vcpus', 'memory'] as const)
    for (const [part, values] of Object.entries({
      containerProperties: container,
      containerOverrides: overrides,
    }))
      rows.push({ path: `${part}.${name}`, was: values[name]?.toString() });
  rows.push(
    {
      path: 'containerProperties.resourceRequirements',
      was: asked,
      now: whole,
      ...(asked !== whole && { says: says('whole') }),
    },
    { path: 'containerProperties.privileged', was: container.privileged?.toString() },
    {
      path: 'containerProperties.volumes',
      was: list(container.volumes?.map(({ host }) => host?.sourcePath)),
    },
    {
      path: 'retryStrategy',
      was: job.retryStrategy?.attempts?.toString(),
      now: text(answers, 'attempts'),
    },
    {
      path: 'timeout',
      was: seconds(job.timeout?.attemptDurationSeconds),
      now: `${text(answers, 'hours') ?? ''} h`,
    },
  );
  return rows;
}

const seconds = (of: number | undefined) => (of === undefined ? undefined : `${of} s`);

function text(answers: Answers, path: string): string | null {
  const value = answerAt(answers, path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

function variableRow(name: string, was: string, answers: Answers): Row {
  const path = `environment.${name}`;
  if (name === 'MODEL_DIR' || name === 'EXPORT_PATH') {
    const bucket = text(answers, 'bucket.choice');
    const now = bucket === null ? null : `s3://${bucket}/${prefixOf(text(answers, 'name') ?? '')}`;
    return { path, was, now, says: says(now === null ? 'notInS3' : 'results') };
  }
  const at = { SCRIPT_DIR: 'code', TRAINING_DATA: 'data.training', TEST_DATA: 'data.test' }[name] ?? 'script';
  const now = text(answers, at);
  return { path, was, now, ...(now === null && { says: says('notInS3') }) };
}

const worst = ['refused', 'danger', 'changed'] as const;

function lineOf({ path, was, now, says: reason }: Row, all: readonly Finding[]): OldLine | undefined {
  const findings = all.filter((one) => one.path === path);
  if (was === undefined && findings.length === 0) return undefined;
  const then = was ?? null;
  const found = worst.find((kind) => findings.some((one) => one.kind === kind));
  const instead = now === undefined ? (findings[0] === undefined ? then : findings[0].now) : now;
  const kind =
    found === 'changed' || found === undefined
      ? then === null
        ? 'added'
        : found === 'changed' || reason !== undefined || then !== instead
          ? 'changed'
          : 'kept'
      : found;
  return {
    kind,
    path,
    label: message(`recipe.batch.line.${lastOf(path)}`),
    was: then,
    now: instead,
    says: [
      ...findings.map((one) => one.says),
      ...(findings.length === 0 && reason !== undefined ? [reason] : []),
    ],
    source: findings.length > 0 ? sourceOf(path) : null,
  };
}

export function linesOf(
  { machines, job, names }: OldRecipe,
  findings: readonly Finding[],
  answers: Answers,
): OldLine[] {
  const shared = { now: trainingNames.queue, says: says('shared') };
  const rows: Row[] = [
    { path: 'computeEnvironmentName', was: names.computeEnvironmentName, ...shared },
    ...(machines === undefined ? [] : machineRows(machines, answers)),
    { path: 'jobQueueName', was: names.jobQueueName, ...shared },
    ...(job === undefined ? [] : jobRows(job, machines ?? {}, answers)),
  ];
  return rows.flatMap((row) => lineOf(row, findings) ?? []);
}
