/** From a request on the wire to operation and input, in the protocol that the request speaks. */
import type { Codecs } from './codecs.ts';
import { readForm } from './form.ts';
import { readRest } from './rest.ts';
import { findRoute } from './routing.ts';
import type { WireRequest } from './request.ts';
import type { OperationModel, Protocol, ServiceModel } from './service-model.ts';
import { demandTypes } from './value-types.ts';

export interface Decoded {
  operation: OperationModel;
  input: Record<string, unknown>;
}

/**
 * One service is spoken to in several ways: the newest CLI sends CBOR to CloudWatch, older ones the query protocol, the
 * SDK for JavaScript JSON.
 */
export function spokenProtocol(model: ServiceModel, headers: Record<string, string>): Protocol {
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'rpcv2Cbor';
  const json = model.protocol.startsWith('awsJson');
  const target = headers['x-amz-target'] !== undefined;
  if (target && !json) return 'awsJson1_1';
  if (json && !target && headers['content-type']?.includes('x-www-form-urlencoded')) return 'awsQuery';
  return model.protocol;
}

/** Name and model of the operation, before the body is read where that is possible (REST); labels of the path. */
export function findOperation(
  model: ServiceModel,
  protocol: Protocol,
  request: WireRequest,
  body: Uint8Array,
): { operation: OperationModel; labels: Record<string, string> } | undefined {
  if (protocol === 'restXml' || protocol === 'restJson1') return findRoute(model, request);
  const operation = model.operations.get(operationName(protocol, request, body) ?? '');
  return operation && { operation, labels: {} };
}

/** What the request calls its operation, known or not; undefined for REST, where only the route tells. */
export function operationName(
  protocol: Protocol,
  request: WireRequest,
  body: Uint8Array,
): string | undefined {
  switch (protocol) {
    case 'rpcv2Cbor':
      return /\/operation\/(\w+)\/?$/.exec(request.path)?.[1];
    case 'awsJson1_0':
    case 'awsJson1_1':
      return request.headers['x-amz-target']?.split('.').at(-1);
    case 'awsQuery':
    case 'ec2Query':
      return form(request, body).get('Action') ?? undefined;
    default:
      return undefined;
  }
}

/** Throws AwsError, or whatever the SDK's readers throw, when the request is not what its shape says. */
export async function readInput(
  ...request: Parameters<typeof readUnchecked>
): Promise<Record<string, unknown>> {
  const [protocol, , operation] = request;
  const input = await readUnchecked(...request);
  if (protocol !== 'awsQuery' && protocol !== 'ec2Query') demandTypes(operation.input, input);
  return input;
}

async function readUnchecked(
  protocol: Protocol,
  codecs: Codecs,
  operation: OperationModel,
  labels: Record<string, string>,
  request: WireRequest,
  body: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<Record<string, unknown>> {
  if (protocol === 'restXml' || protocol === 'restJson1')
    return readRest(protocol, codecs, operation, labels, request, body);
  if (!(body instanceof Uint8Array)) throw new Error(`${operation.name} takes no stream.`);
  if (!operation.input.isStructSchema()) return {};
  switch (protocol) {
    case 'rpcv2Cbor':
      return body.length ? asInput(await codecs.readCbor(operation.input, body)) : {};
    case 'awsJson1_0':
    case 'awsJson1_1':
      return body.length ? asInput(await codecs.readJson(operation.input, text(body))) : {};
    case 'awsQuery':
    case 'ec2Query':
      return asInput(readForm(protocol, codecs, operation.input, form(request, body)));
  }
}

/** Query protocols take their members from the body, and from the address when it is a GET. */
function form(request: WireRequest, body: Uint8Array): URLSearchParams {
  return request.method === 'GET' ? request.query : new URLSearchParams(text(body));
}

const text = (body: Uint8Array): string => Buffer.from(body).toString('utf8');

const asInput = (value: unknown): Record<string, unknown> => (value ?? {}) as Record<string, unknown>;
