/**
 * Properties of AWS::Batch types against members of the Batch API: the same trees, with a small first letter there. Keys of
 * maps (options, parameters, tags) are a person's own and stay as they are.
 */
import { isObject, type Json, type JsonObject } from '../template/types.ts';

const maps = ['Options', 'Parameters', 'Tags', 'options', 'parameters', 'tags'];
const numbers = [
  'AttemptDurationSeconds',
  'Attempts',
  'BidPercentage',
  'DesiredvCpus',
  'HardLimit',
  'JobExecutionTimeoutMinutes',
  'MaxSwap',
  'MaxTimeSeconds',
  'MaxvCpus',
  'Memory',
  'MinScaleDownDelayMinutes',
  'MinvCpus',
  'Order',
  'Priority',
  'SchedulingPriority',
  'SharedMemorySize',
  'Size',
  'SoftLimit',
  'Swappiness',
  'UnmanagedvCpus',
  'Vcpus',
];
const truths = [
  'InitProcessEnabled',
  'Privileged',
  'PropagateTags',
  'ReadOnly',
  'ReadonlyRootFilesystem',
  'TerminateJobsOnUpdate',
  'UpdateToLatestImageVersion',
];

const first = (name: string, change: (letter: string) => string): string =>
  change(name.charAt(0)) + name.slice(1);
const small = (name: string) => first(name, (c) => c.toLowerCase());
const capital = (name: string) => first(name, (c) => c.toUpperCase());

/** Numbers and truth values may stand as text in a template. */
function scalar(name: string, value: Json): Json {
  if (typeof value !== 'string') return value;
  if (numbers.includes(name) && /^-?\d+$/.test(value)) return Number(value);
  if (truths.includes(name) && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

function renamed(value: Json, rename: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((v) => renamed(v, rename));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      rename(name),
      maps.includes(name) ? inner : scalar(name, renamed(inner, rename)),
    ]),
  );
}

/** As the API takes it. */
export const toApi = (properties: JsonObject): JsonObject => renamed(properties, small) as JsonObject;

/** As a template writes it. */
export const fromApi = (members: Json): JsonObject => renamed(members, capital) as JsonObject;

/** The members of `found` that `wanted` has too: AWS answers more than was asked for. */
export function alike(found: Json | undefined, wanted: Json | undefined): Json | undefined {
  if (Array.isArray(found) && Array.isArray(wanted))
    return found.map((item, i) => alike(item, wanted[i]) ?? null);
  if (!isObject(found) || !isObject(wanted)) return found;
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, inner]) =>
      name in wanted ? [[name, alike(inner, wanted[name]) ?? null]] : [],
    ),
  );
}

/** A map of tags and those of the stack; the template's own win. */
export const tagMap = (
  own: Json | undefined,
  stack: readonly { Key: string; Value: string }[],
): Record<string, string> => ({
  ...Object.fromEntries(stack.map((t) => [t.Key, t.Value])),
  ...(isObject(own) ? (own as Record<string, string>) : {}),
});
