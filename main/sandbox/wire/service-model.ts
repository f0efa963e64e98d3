/**
 * What a service of AWS speaks, read from the schemas that its SDK client exports: operations, shapes, errors, HTTP
 * bindings, protocol. Shapes are AWS's and not ours. Schemas do not carry patterns, lengths and enums: those are the
 * services' `constraints`.
 *
 * Forms of the exported schemas (`@smithy/types`, `StaticSchema`): operation `[9, ns, name, traits, () => in, () => out]`,
 * structure `[3, ns, name, traits, memberNames, memberSchemas, requiredCount]`, error the same with -3.
 */
import { NormalizedSchema } from '@smithy/core/schema';

export type Shape = NormalizedSchema;
export type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];
export type SerdeContext = Parameters<
  InstanceType<typeof import('@smithy/core/protocols').JsonCodec2>['setSerdeContext']
>[0];

export type Protocol =
  'awsJson1_0' | 'awsJson1_1' | 'restJson1' | 'awsQuery' | 'ec2Query' | 'restXml' | 'rpcv2Cbor';

export interface OperationModel {
  name: string;
  input: Shape;
  output: Shape;
  /** Method, URI template, status of the answer; REST protocols only. */
  http?: readonly [method: string, uri: string, status: number];
  /** Member of the input that is a stream of bytes, when there is one. */
  streamingInput?: string;
}

export interface ServiceModel {
  protocol: Protocol;
  /** `com.amazonaws.sagemaker`. */
  namespace: string;
  /** Prefix of `x-amz-target`, JSON protocols. */
  target: string | undefined;
  /** API version, query protocols. */
  version: string | undefined;
  xmlNamespace: string | undefined;
  /** Answers carry `x-amzn-query-error` (a service that moved from query to JSON). */
  queryCompatible: boolean;
  operations: Map<string, OperationModel>;
  /** By shape name, and by the code on the wire where it differs. */
  errors: Map<string, Shape>;
  /** Needed by the SDK's serializers for base64 and UTF-8. */
  context: SerdeContext;
}

interface ProtocolSettings {
  defaultNamespace?: string;
  serviceTarget?: string;
  version?: string;
  xmlNamespace?: string;
  awsQueryCompatible?: boolean;
}

interface ClientConfig {
  protocol: { getShapeId(): string };
  protocolSettings?: ProtocolSettings;
}

type ClientClass = new (config: object) => { config: ClientConfig; destroy(): void };

const OPERATION = 9;
const ERROR = -3;

type OperationSchema = [
  9,
  string,
  string,
  { http?: [string, string, number] } | number,
  () => SchemaRef,
  () => SchemaRef,
];

const isSchema = (value: unknown, kind: number): value is unknown[] =>
  Array.isArray(value) && value[0] === kind && value.length >= 6;

/** The client class of an SDK module: `SageMakerClient`. */
export function clientClass(sdk: Record<string, unknown>): ClientClass {
  for (const [name, value] of Object.entries(sdk))
    if (name.endsWith('Client') && name !== '__Client' && typeof value === 'function')
      return value as ClientClass;
  throw new Error('The module exports no SDK client.');
}

export function serviceModel(sdk: Record<string, unknown>): ServiceModel {
  const client = new (clientClass(sdk))({
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const settings = client.config.protocolSettings ?? {};
  const model: ServiceModel = {
    protocol: protocolName(client.config.protocol.getShapeId()),
    namespace: settings.defaultNamespace ?? '',
    target: settings.serviceTarget,
    version: settings.version,
    xmlNamespace: settings.xmlNamespace,
    queryCompatible: settings.awsQueryCompatible === true,
    operations: new Map(),
    errors: new Map(),
    context: client.config as unknown as SerdeContext,
  };
  client.destroy();
  for (const value of Object.values(sdk)) {
    if (isSchema(value, OPERATION)) addOperation(model, value as OperationSchema);
    else if (isSchema(value, ERROR)) addError(model, NormalizedSchema.of(value as SchemaRef));
  }
  return model;
}

function protocolName(shapeId: string): Protocol {
  const name = shapeId.split('#')[1] ?? shapeId;
  const known: Record<string, Protocol> = {
    awsJson1_0: 'awsJson1_0',
    awsJson1_1: 'awsJson1_1',
    restJson1: 'restJson1',
    awsQuery: 'awsQuery',
    ec2Query: 'ec2Query',
    restXml: 'restXml',
    rpcv2Cbor: 'rpcv2Cbor',
  };
  const found = known[name];
  if (!found) throw new Error(`The sandbox does not speak ${shapeId}.`);
  return found;
}

function addOperation(model: ServiceModel, schema: OperationSchema): void {
  const [, , name, traits, input, output] = schema;
  const operation: OperationModel = {
    name,
    input: NormalizedSchema.of(input()),
    output: NormalizedSchema.of(output()),
  };
  if (typeof traits === 'object' && traits.http) operation.http = traits.http;
  const streaming = members(operation.input).find(([, m]) => m.isStreaming() && !m.isStructSchema());
  if (streaming) operation.streamingInput = streaming[0];
  model.operations.set(name, operation);
}

function addError(model: ServiceModel, shape: Shape): void {
  const name = shape.getName() ?? '';
  model.errors.set(name, shape);
  const wire = queryCode(shape);
  if (wire && !model.errors.has(wire)) model.errors.set(wire, shape);
}

/** The code that the error has in the query protocols, where it is not the shape's name. */
export function queryCode(shape: Shape): string | undefined {
  const trait: unknown = (shape.getMergedTraits() as Record<string, unknown>)['awsQueryError'];
  const code: unknown = Array.isArray(trait) ? trait[0] : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Members of a structure in order; none for `Unit` and everything that is not a structure. */
export function members(shape: Shape): [string, Shape][] {
  return shape.isStructSchema() ? [...shape.structIterator()] : [];
}

/** Names of the members that a request must have: the schema lists them first. */
export function required(shape: Shape): string[] {
  if (!shape.isStructSchema()) return [];
  const schema = shape.getSchema() as unknown as [
    number,
    string,
    string,
    unknown,
    string[],
    unknown,
    number?,
  ];
  return schema[4].slice(0, schema[6] ?? 0);
}

/** A structure of another name over some members of a shape (wrappers of answers, documents of REST bodies). */
export function structure(name: string, fields: Record<string, unknown>, traits: unknown = 0): Shape {
  return NormalizedSchema.of([
    3,
    'millwright.sandbox',
    name,
    traits,
    Object.keys(fields),
    Object.values(fields),
  ] as unknown as SchemaRef);
}

/** Raw member schemas of a structure by name, for `structure`. */
export function rawMembers(shape: Shape): Record<string, unknown> {
  if (!shape.isStructSchema()) return {};
  const schema = shape.getSchema() as unknown as [number, string, string, unknown, string[], unknown[]];
  return Object.fromEntries(schema[4].map((name, i) => [name, schema[5][i]]));
}
