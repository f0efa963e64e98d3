/** One signed request of an AWS client: identity, service, operation, input, the call, its answer on the wire. */
import { createHash, randomUUID } from 'node:crypto';
import type { Engine } from '../engine/account.ts';
import { DropAnswer } from '../engine/observe.ts';
import { notModelled } from '../engine/perform.ts';
import type { LoadedService } from '../engine/registry.ts';
import { AwsError, type CallHttp } from '../engine/types.ts';
import { unchunk } from '../wire/chunked.ts';
import { findOperation, operationName, readInput, spokenProtocol } from '../wire/decode.ts';
import { encodeError } from '../wire/encode-error.ts';
import { encodeOutput } from '../wire/encode.ts';
import type { WireAnswer, WireRequest } from '../wire/request.ts';
import type { Protocol } from '../wire/service-model.ts';
import { escapeXml } from '../wire/xml.ts';
import { readBody } from './body.ts';
import { identify, prove, type Identity } from './identity.ts';
import { EMPTY_SHA256, readClaim, sha256 } from './signature.ts';

const UNSIGNED = 'UNSIGNED-PAYLOAD';
const STREAMING = 'STREAMING-';

export async function answerAws(
  engine: Engine,
  request: WireRequest,
  stream: AsyncIterable<Uint8Array>,
): Promise<WireAnswer> {
  const requestId = randomUUID();
  const service = await serviceOf(engine, request);
  if (!service) return unknownService(request, requestId);
  const protocol = spokenProtocol(service.model, request.headers);
  const codecs = service.codecs(protocol);
  try {
    return await perform(engine, service, protocol, request, stream, requestId);
  } catch (error) {
    if (error instanceof DropAnswer) throw error;
    const known = error instanceof AwsError;
    if (!known) process.emitWarning(error as Error);
    const shown = known
      ? error
      : new AwsError('InternalFailure', 'The sandbox account has a defect: see its log.', 500);
    const answer = encodeError(service.model, protocol, codecs, shown, requestId);
    return mangled(engine, requestId, answer);
  }
}

async function serviceOf(engine: Engine, request: WireRequest): Promise<LoadedService | undefined> {
  const found = readClaim(request);
  if ('claim' in found) return engine.registry.load(found.claim.service);
  // Without a scope only the name of a JSON target, or S3's own ways, tell in which protocol to refuse.
  const target = request.headers['x-amz-target']?.split('.')[0];
  if (target === undefined)
    return engine.registry.load(request.headers['content-type']?.includes('form') ? 'sts' : 's3');
  for (const { signingName } of engine.registry.modules) {
    const service = await engine.registry.load(signingName);
    if (service?.model.target === target) return service;
  }
  return undefined;
}

async function perform(
  engine: Engine,
  service: LoadedService,
  protocol: Protocol,
  request: WireRequest,
  stream: AsyncIterable<Uint8Array>,
  requestId: string,
): Promise<WireAnswer> {
  const { model, module } = service;
  await engine.settle();
  const identity = identify(engine, protocol, request);
  const codecs = service.codecs(protocol);
  const early =
    protocol === 'restXml' ? findOperation(model, protocol, request, new Uint8Array()) : undefined;
  const http: CallHttp = {
    headers: request.headers,
    method: request.method,
    url: request.path,
  };
  let body: Uint8Array | AsyncIterable<Uint8Array>;
  if (early?.operation.streamingInput) {
    body = http.body = openStream(identity, request, stream, http);
  } else {
    const raw = await readBody(stream);
    proveWhole(identity, request, raw);
    body = raw;
  }
  const found =
    early ?? findOperation(model, protocol, request, body instanceof Uint8Array ? body : new Uint8Array());
  if (!found) {
    const name = body instanceof Uint8Array ? operationName(protocol, request, body) : undefined;
    throw notModelled(module.signingName, name ?? `${request.method} ${request.path}`);
  }
  let input: Record<string, unknown>;
  try {
    input = await readInput(protocol, codecs, found.operation, found.labels, request, body);
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw new AwsError('SerializationException', (error as Error).message);
  }
  const output = await engine.perform(
    {
      service: module.signingName,
      operation: found.operation.name,
      input,
      as: identity.principal,
      region: identity.claim.region,
      http,
    },
    { requestId, via: 'wire' },
  );
  const answer = encodeOutput(model, protocol, codecs, found.operation, output, requestId);
  return mangled(engine, requestId, {
    ...answer,
    status: http.answer?.status ?? answer.status,
    headers: { ...answer.headers, ...http.answer?.headers },
  });
}

function mangled(engine: Engine, requestId: string, answer: WireAnswer): WireAnswer {
  const mangling = engine.faults.manglingOf(requestId);
  return mangling ? { ...answer, mangling } : answer;
}

/** Body in memory: the hash that was signed must be that of the bytes that came. S3 alone lets the client name it. */
function proveWhole(identity: Identity, request: WireRequest, bytes: Uint8Array): void {
  const actual = sha256(bytes);
  if (identity.claim.service !== 's3') {
    prove(identity, request, actual);
    return;
  }
  const declared = declaredHash(request);
  const signed = declared ?? (identity.claim.presigned ? UNSIGNED : actual);
  prove(identity, request, signed);
  if (signed !== UNSIGNED && !signed.startsWith(STREAMING) && signed !== actual) throw wrongHash();
}

/** Body as a stream: the signature is proved at once, the hash of the bytes when the last of them has passed. */
function openStream(
  identity: Identity,
  request: WireRequest,
  stream: AsyncIterable<Uint8Array>,
  http: CallHttp,
): AsyncIterable<Uint8Array> {
  const declared = declaredHash(request);
  const signed = declared ?? (identity.claim.presigned ? UNSIGNED : EMPTY_SHA256);
  prove(identity, request, signed);
  http.trailers = {};
  if (signed.startsWith(STREAMING)) {
    const announced = request.headers['x-amz-decoded-content-length'];
    return unchunk(stream, http.trailers, announced === undefined ? undefined : Number(announced));
  }
  return signed === UNSIGNED ? stream : hashed(stream, signed);
}

async function* hashed(stream: AsyncIterable<Uint8Array>, expected: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of stream) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== expected) throw wrongHash();
}

/** A presigned address carries the header in its query. */
const declaredHash = (request: WireRequest): string | undefined =>
  request.headers['x-amz-content-sha256'] ?? request.query.get('X-Amz-Content-Sha256') ?? undefined;

const wrongHash = (): AwsError =>
  new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    400,
  );

/** No schema tells in which protocol to answer for a service that the sandbox does not have at all. */
function unknownService(request: WireRequest, requestId: string): WireAnswer {
  const found = readClaim(request);
  const name = 'claim' in found ? found.claim.service : 'unknown';
  const error = notModelled(name, request.headers['x-amz-target']?.split('.').at(-1) ?? 'all operations');
  const xml = name.startsWith('s3') || request.headers['content-type']?.includes('x-www-form-urlencoded');
  const headers = { 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code };
  const contentType = xml ? 'text/xml' : 'application/json';
  const body = xml
    ? `<ErrorResponse><Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error></ErrorResponse>`
    : JSON.stringify({ __type: error.code, message: error.message });
  return { status: 501, headers: { ...headers, 'content-type': contentType }, body };
}
