/**
 * A configuration of AWS Batch as people kept it for years: what `create-compute-environment`, `create-job-queue`,
 * `register-job-definition` and `submit-job` of the AWS CLI take (`--cli-input-json`), alone, together or in a list, or
 * the properties of a CloudFormation template.
 */
import { z } from 'zod';

/** Longer than any such value, so that nothing of a hostile file is carried far. */
const word = z.string().max(1_000);
const text = z.union([word, z.number()]).transform(String);
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
]);
const truth = z.union([z.boolean(), z.enum(['true', 'false']).transform((said) => said === 'true')]);

export const OldMachines = z.object({
  type: word.optional(),
  allocationStrategy: word.optional(),
  minvCpus: number.optional(),
  maxvCpus: number.optional(),
  desiredvCpus: number.optional(),
  instanceTypes: z.array(word).max(100).optional(),
  imageId: word.optional(),
  ec2Configuration: z
    .array(z.object({ imageType: word.optional(), imageIdOverride: word.optional() }))
    .optional(),
  ec2KeyPair: word.optional(),
  bidPercentage: number.optional(),
  spotIamFleetRole: word.optional(),
  subnets: z.array(word).max(100).optional(),
});
export type OldMachines = z.infer<typeof OldMachines>;

const Asks = z.object({
  vcpus: number.optional(),
  memory: number.optional(),
  resourceRequirements: z.array(z.object({ type: word, value: text })).optional(),
  environment: z
    .array(z.object({ name: word, value: text.optional() }))
    .max(1_000)
    .optional(),
});

export const OldContainer = Asks.extend({
  image: word.optional(),
  privileged: truth.optional(),
  volumes: z.array(z.object({ host: z.object({ sourcePath: word.optional() }).optional() })).optional(),
});
export type OldContainer = z.infer<typeof OldContainer>;

export const OldJob = z.object({
  jobDefinitionName: word.optional(),
  jobName: word.optional(),
  retryStrategy: z
    .object({ attempts: number.optional(), evaluateOnExit: z.array(z.object({})).optional() })
    .optional(),
  timeout: z.object({ attemptDurationSeconds: number.optional() }).optional(),
  containerProperties: OldContainer.optional(),
  /** What is asked for at the start: counts before the definition. */
  containerOverrides: Asks.optional(),
});
export type OldJob = z.infer<typeof OldJob>;

const Names = z.object({ computeEnvironmentName: text.optional(), jobQueueName: text.optional() });

/** Deeper than any such file is, so that a hostile one ends here. */
const deepest = 12;

/** A reference of a template stands for a value that the file does not tell. */
const isReference = (names: readonly string[]): boolean =>
  names.length === 1 && /^(?:Ref|Fn::\w+)$/.test(names[0] ?? '');

/**
 * `InstanceTypes` of a template is `instanceTypes` of the CLI; what is empty in a skeleton of the CLI is not said. Names of
 * variables and tags are values, and stay as they are.
 */
function asCli(value: unknown, depth = 0): unknown {
  if (depth > deepest || value === null || value === '') return undefined;
  if (Array.isArray(value)) {
    const items = value.map((one) => asCli(one, depth + 1)).filter((one) => one !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== 'object') return value;
  const names = Object.keys(value);
  if (isReference(names)) return undefined;
  const members = names.flatMap((name): [string, unknown][] => {
    const inner = asCli(Reflect.get(value, name), depth + 1);
    return inner === undefined ? [] : [[name.replace(/^[A-Z]/, (letter) => letter.toLowerCase()), inner]];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** The first object in the tree that has this member. */
function holding(value: unknown, member: string): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, member)) return value;
  for (const one of Object.values(value)) {
    const found = holding(one, member);
    if (found !== undefined) return found;
  }
  return undefined;
}

export interface OldRecipe {
  machines: OldMachines | undefined;
  job: OldJob | undefined;
  names: z.infer<typeof Names>;
  /** Members of the file that are not read, as AWS names them. */
  unread: string[];
}

/** Members that say which form it is, or nothing that lasts. */
const forms = new Set(['type', 'state', 'jobDefinition', 'jobQueue', 'computeEnvironmentOrder']);

const unreadIn = (part: unknown, known: readonly string[], at = ''): string[] =>
  typeof part === 'object' && part !== null
    ? Object.keys(part).flatMap((name) => (known.includes(name) ? [] : [`${at}${name}`]))
    : [];

/** Undefined where it is no configuration of Batch, or one that has a member of another kind. */
export function oldRecipe(json: unknown): OldRecipe | undefined {
  const cli = asCli(json);
  const environment = holding(cli, 'computeResources');
  const definition = holding(cli, 'containerProperties');
  const submission = holding(cli, 'containerOverrides');
  const queue = holding(cli, 'jobQueueName');
  const resources: unknown = environment && Reflect.get(environment, 'computeResources');
  if (environment === undefined && definition === undefined && submission === undefined) return undefined;
  const machines = OldMachines.optional().safeParse(resources);
  const job = OldJob.optional().safeParse(
    definition === undefined && submission === undefined ? undefined : { ...submission, ...definition },
  );
  const names = Names.safeParse({ ...environment, ...queue });
  if (!machines.success || !job.success) return undefined;
  const top = [...Object.keys(OldJob.shape), ...Object.keys(Names.shape), 'computeResources', ...forms];
  return {
    machines: machines.data,
    job: job.data,
    names: names.data ?? {},
    unread: [
      ...new Set([
        ...[environment, queue, definition, submission].flatMap((part) => unreadIn(part, top)),
        ...unreadIn(resources, Object.keys(OldMachines.shape), 'computeResources.'),
        ...unreadIn(
          definition && Reflect.get(definition, 'containerProperties'),
          Object.keys(OldContainer.shape),
          'containerProperties.',
        ),
        ...unreadIn(
          submission && Reflect.get(submission, 'containerOverrides'),
          Object.keys(Asks.shape),
          'containerOverrides.',
        ),
      ]),
    ],
  };
}
