/**
 * An old configuration of AWS Batch read by today's rules: what is refused, changed, dangerous or kept, line by line, and
 * the answers of this wizard that mean the same. Pure.
 */
import type { OldLine } from '../../../preload/contract/old-recipe.ts';
import type { Answers } from '../../../preload/contract/wizard.ts';
import { jobFindings, machineFindings, type Finding } from './old-findings.ts';
import { linesOf, unusedVariables } from './old-lines.ts';
import { oldRecipe, type OldJob, type OldMachines } from './old-shape.ts';
import { hostFolder, sizeFor } from './old-wants.ts';
import { fewest } from './pool.ts';
import { typesOf, type Size } from './sizes.ts';

export interface Mended {
  findings: Finding[];
  /** Everything that was read of the file, in its order, with its finding. */
  lines: OldLine[];
  /** Members of the file that nothing is taken from, as AWS names them. */
  leftOut: string[];
  /** Of the wizard `gpu-training`, over its defaults. */
  answers: Answers;
  /** Machines of the file, and those in their place. */
  types: { was: string[]; now: string[] };
}

/** Undefined where it is no configuration of Batch. */
export function mendOldRecipe(json: unknown): Mended | undefined {
  const found = oldRecipe(json);
  if (found === undefined) return undefined;
  const { machines = {}, job = {}, unread } = found;
  const size = sizeFor(machines, job);
  const findings = [
    ...(found.machines === undefined ? [] : machineFindings(machines, size)),
    ...(found.job === undefined ? [] : jobFindings(job, size)),
  ];
  const answers = answersFor(machines, job, size);
  const pool = ownPool(machines, size);
  return {
    findings,
    lines: linesOf(found, findings, answers),
    leftOut: [...unread, ...unusedVariables(job).map((name) => `environment.${name}`)],
    answers,
    types: { was: machines.instanceTypes ?? [], now: pool.length > 0 ? pool : typesOf(size) },
  };
}

/** Types of the file that still go, where they are others than those of the size. */
function ownPool({ instanceTypes = [] }: OldMachines, size: Size): string[] {
  const types = [...new Set(instanceTypes)];
  const usable =
    types.length >= fewest && types.every((type) => /^(?:g4dn|g5|g6)\.\d{0,2}xlarge$/.test(type));
  const usual = typesOf(size);
  return usable && !(types.length === usual.length && types.every((type) => usual.includes(type)))
    ? types
    : [];
}

const onlySubnet = ({ subnets = [] }: OldMachines): string | undefined =>
  subnets.length === 1 ? subnets.find((id) => /^subnet-[0-9a-f]{1,32}$/.test(id)) : undefined;

const isAddress = (value: string | undefined): value is string => /^s3:\/\/[^/]+\/./.test(value ?? '');

function answersFor(machines: OldMachines, job: OldJob, size: Size): Answers {
  const container = job.containerProperties ?? {};
  const variables = [...(job.containerOverrides?.environment ?? []), ...(container.environment ?? [])];
  const variable = (name: string) => variables.find((one) => one.name === name)?.value;
  const name = (job.jobDefinitionName ?? job.jobName ?? '')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
  const [code, training, test] = ['SCRIPT_DIR', 'TRAINING_DATA', 'TEST_DATA'].map(variable);
  const bucket = /^s3:\/\/([^/]+)/.exec(variable('MODEL_DIR') ?? variable('EXPORT_PATH') ?? '')?.[1];
  const seconds = job.timeout?.attemptDurationSeconds;
  const attempts = job.retryStrategy?.attempts;
  const script = variable('RUN_SCRIPT');
  const pool = ownPool(machines, size);
  const subnet = onlySubnet(machines);
  return {
    ...(name !== '' && { name }),
    ...(container.image !== undefined && { image: { choice: 'new', address: container.image } }),
    ...(isAddress(code) && { code: code.endsWith('/') ? code : `${code}/` }),
    ...((isAddress(training) || isAddress(test)) && {
      data: { ...(isAddress(training) && { training }), ...(isAddress(test) && { test }) },
    }),
    ...(bucket !== undefined && { bucket: { choice: bucket, newName: '' } }),
    ...(script !== undefined && script !== '' && { script: script.replace(/^\.\//, '') }),
    size: size.id,
    ...(pool.length > 0 && { pool: pool.join(', ') }),
    ...(subnet !== undefined && { network: subnet }),
    // One try was the default of that time; on Spot it is none.
    attempts: Math.min(10, Math.max(3, attempts ?? 3)),
    hours: seconds === undefined ? 4 : Math.min(168, Math.max(1, Math.ceil(seconds / 3600))),
    imported: {
      privileged: container.privileged ?? false,
      hostFolder: hostFolder(job),
      keyPair: machines.ec2KeyPair ?? '',
    },
  };
}
