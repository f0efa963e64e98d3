/** What one resource type of CloudFormation promises. Everything runs over the account's own services. */
import type { Json, JsonObject } from '../template/types.ts';

/** What a type's functions are given. */
export interface Work {
  logicalId: string;
  /** Evaluated properties, tags of the stack not included. */
  properties: JsonObject;
  /** Name that the template gives, or the one generated for it; '' for types without names. */
  name: string;
  /** '' before it exists. */
  physicalId: string;
  attributes: Readonly<Record<string, Json>>;
  /** Own tags and those of the stack, as they go to the service. */
  tags: { Key: string; Value: string }[];
  account: { id: string; partition: string; region: string };
  /** Kept between the looks at one step. */
  memo: Record<string, Json>;
  /** A call as the stack's role, or as the person who runs the operation. Throws AwsError. */
  call<O = Record<string, unknown>>(service: string, operation: string, input: object): Promise<O>;
  /** The same, but undefined where the thing is not there (one of `missing` codes, or a text that holds one). */
  find<O = Record<string, unknown>>(
    service: string,
    operation: string,
    input: object,
    missing: readonly string[],
  ): Promise<O | undefined>;
}

export interface UpdateWork extends Work {
  before: { properties: JsonObject; tags: { Key: string; Value: string }[] };
  /** Names of the properties that differ; `Tags` also when only the stack's tags do. */
  changed: ReadonlySet<string>;
}

export interface Made {
  physicalId: string;
  attributes: Record<string, Json>;
}

export interface PropertyRule {
  required?: true;
  /** An update of it makes a new thing. */
  createOnly?: true;
  /** Known to AWS; refused here by name. */
  notModelled?: true;
  /** An update of it interrupts the thing. */
  restarts?: true;
}

/** How a generated name looks: longest length, and the alphabet of its random end. */
export interface NameRule {
  property: string;
  max: number;
  /** `lower`: everything in small letters (buckets). `upper`: end in capitals and digits. `mixed`: both cases. */
  end: 'lower' | 'upper' | 'mixed';
}

export interface ResourceType {
  type: string;
  /** As failure texts name the service: `Iam`, `S3`, `AmazonSageMaker`. */
  service: string;
  /** Types older than the registry word their failures in another way. */
  legacy?: true;
  properties: Record<string, PropertyRule>;
  /** Names for Fn::GetAtt. */
  attributes: readonly string[];
  name?: NameRule;
  /** Needs the person's word that identities may change. */
  iam?: true;
  /** Which tags of the stack the thing gets: `all` with `aws:cloudformation:*`, `own` without. */
  stackTags?: 'all' | 'own';
  /** Seconds that AWS usually takes, at least, for a create, update or delete. */
  seconds: number;
  /** Begins the making. Called again after a crash only when `read` found nothing. */
  create(work: Work): Promise<Made>;
  /** Looked at again and again until true. Throws `AwsError` when the thing failed. */
  ready?(work: Work): Promise<boolean>;
  /** Says of a property that is not create-only whether this change of it makes a new thing all the same. */
  recreates?(name: string, before: JsonObject, after: JsonObject): boolean;
  /** Called again and again until true, or until it answers what became of the thing. Absent: every change replaces. */
  update?(work: UpdateWork): Promise<boolean | Made>;
  /** Called again and again until true. A thing that is gone counts as removed. */
  remove(work: Work): Promise<boolean>;
  /** The thing as it is, in the terms of the template; undefined: gone. */
  read(work: Work): Promise<{ properties: JsonObject; made: Made } | undefined>;
}
