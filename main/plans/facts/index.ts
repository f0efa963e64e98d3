/**
 * Facts: what a plan needs to know, one kind per file. A fact that could not be read is `unknown`, which a plan shows as
 * "not checked"; only a cancelled reading fails.
 */
import { z } from 'zod';
import type { Fact, FactSource } from '../../../preload/contract/plan.ts';
import type { Aws, AwsCallOptions } from '../../aws/aws.ts';
import { AppFailure, isPartial } from '../../failure.ts';
import type { Facts } from '../source.ts';
import { readBuckets, readRoles } from './account.ts';
import { DriftFact, readDriftFact } from './drift.ts';
import { BucketFact, readBucket } from './bucket.ts';
import { EcrImagesFact, readEcrImages } from './ecr-images.ts';
import { GpuOffersFact, readGpuOffers } from './gpu-offers.ts';
import { ImageSourceFact, readImageSource } from './image-source.ts';
import { JobFact, readJob } from './job.ts';
import { MachineNetworksFact, readMachineNetworks } from './machine-networks.ts';
import { NetworkFact, readNetworks } from './networks.ts';
import { NotebookFact, readNotebook } from './notebook.ts';
import { EmptyFact, ObjectsFact, readEmpty, readObjects } from './objects.ts';
import { PermissionsFact } from './permissions.ts';
import { QuotaFact, readQuota } from './quota.ts';
import { QuotaRequestFact, readQuotaRequest } from './quota-request.ts';
import { PolicyFact, readPolicy } from './policy.ts';
import { readRepair, RepairFact } from './repair.ts';
import { StackFact, readStack } from './stack.ts';
import { readSpotHistory, readSpotNow, SpotHistoryFact, SpotNowFact } from './spot.ts';
import { StageFact, type Stages } from './stage.ts';
import { readRetained, RetainedFact } from './retained.ts';
import { readTemplateFact, TemplateFact } from './template.ts';
import { readValid, ValidFact } from './valid.ts';

interface Kind {
  schema: z.ZodType;
  /** Absent: read by the engine in its own way. */
  read?: (aws: Aws, subject: string, options: AwsCallOptions, body?: string) => Promise<unknown>;
}

const kinds: Record<string, Kind> = {
  stack: { schema: StackFact.nullable(), read: readStack },
  repair: { schema: RepairFact.nullable(), read: readRepair },
  drift: { schema: DriftFact, read: readDriftFact },
  bucket: { schema: BucketFact, read: readBucket },
  policy: { schema: PolicyFact.nullable(), read: readPolicy },
  job: { schema: JobFact.nullable(), read: readJob },
  notebook: { schema: NotebookFact.nullable(), read: readNotebook },
  quota: { schema: QuotaFact, read: readQuota },
  'quota-request': { schema: QuotaRequestFact, read: readQuotaRequest },
  objects: { schema: ObjectsFact, read: readObjects },
  empty: { schema: EmptyFact, read: readEmpty },
  buckets: { schema: z.array(z.string()), read: (aws, _, options) => readBuckets(aws, options) },
  roles: { schema: z.array(z.string()), read: (aws, _, options) => readRoles(aws, options) },
  networks: { schema: z.array(NetworkFact), read: (aws, _, options) => readNetworks(aws, options) },
  'gpu-offers': { schema: GpuOffersFact, read: (aws, _, options) => readGpuOffers(aws, options) },
  'ecr-images': { schema: EcrImagesFact, read: (aws, _, options) => readEcrImages(aws, options) },
  'image-source': { schema: ImageSourceFact, read: readImageSource },
  'machine-networks': {
    schema: MachineNetworksFact,
    read: (aws, _, options) => readMachineNetworks(aws, options),
  },
  'spot-now': { schema: SpotNowFact, read: readSpotNow },
  'spot-history': { schema: SpotHistoryFact, read: readSpotHistory },
  retained: { schema: RetainedFact, read: readRetained },
  template: { schema: TemplateFact.nullable(), read: readTemplateFact },
  valid: { schema: ValidFact, read: (aws, _, options, body) => readValid(aws, body, options) },
  stage: { schema: StageFact.nullable() },
  permissions: { schema: PermissionsFact },
};

/** `bucket:sales` is kind `bucket`, subject `sales`. */
export function splitKey(key: string): { kind: string; subject: string } {
  const [kind = '', subject = ''] = key.split(/:(.*)/s, 2);
  return { kind, subject };
}

/** Whether a value, from AWS or from a file, has the shape that the plan's sources rely on. */
export function isFactValue(key: string, value: unknown): boolean {
  const { kind } = splitKey(key);
  return Object.hasOwn(kinds, kind) && kinds[kind]?.schema.safeParse(value).success === true;
}

export const unknownFact = (key: string, decisive: boolean): Fact => ({
  key,
  value: null,
  source: { kind: 'unknown' },
  decisive,
});

export interface FactReader {
  /** Null: no account, everything in it is unknown. */
  aws: Aws | null;
  stages?: Stages | undefined;
  /** The person's own template that a `valid` fact is about. */
  body?: string | undefined;
  signal?: AbortSignal | undefined;
  now(): number;
  /** Told why a fact stays unknown. */
  onUnread?(key: string, why: AppFailure): void;
}

/** Reads facts side by side, in the order asked for. */
export async function readFacts(
  wanted: readonly { key: string; decisive: boolean }[],
  reader: FactReader,
): Promise<Fact[]> {
  return Promise.all(wanted.map(({ key, decisive }) => readFact(key, decisive, reader)));
}

async function readFact(key: string, decisive: boolean, reader: FactReader): Promise<Fact> {
  const { kind, subject } = splitKey(key);
  const read = Object.hasOwn(kinds, kind) ? kinds[kind]?.read : undefined;
  const live = (): FactSource => ({ kind: 'live', at: new Date(reader.now()).toISOString() });
  try {
    if (kind === 'stage' && reader.stages) {
      const stage = await reader.stages.get(subject);
      const files = stage?.files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }));
      return { key, value: files === undefined ? null : { files }, source: live(), decisive };
    }
    if (reader.aws === null || read === undefined) return unknownFact(key, decisive);
    const options: AwsCallOptions = {
      purpose: 'facts',
      ...(reader.signal !== undefined && { signal: reader.signal }),
    };
    const value = await read(reader.aws, subject, options, reader.body);
    if (value === undefined) return unknownFact(key, decisive);
    return { key, value: z.json().parse(value), source: live(), decisive };
  } catch (error) {
    if (!isPartial(error)) throw error;
    reader.onUnread?.(key, error);
    return unknownFact(key, decisive);
  }
}

/** Facts by key. */
export function factsOf(list: readonly Fact[]): Facts {
  const byKey = new Map(list.map((fact) => [fact.key, fact]));
  return {
    get: (key) => byKey.get(key),
    value: <T>(key: string) => {
      const fact = byKey.get(key);
      return fact === undefined || fact.source.kind === 'unknown' ? undefined : (fact.value as T);
    },
  };
}
