/** Answers of operations, in the protocol of the request. */
import type { Codecs } from './codecs.ts';
import type { WireAnswer } from './request.ts';
import { escapeXml, XML_DECLARATION } from './xml.ts';
import {
  members,
  rawMembers,
  structure,
  type OperationModel,
  type Protocol,
  type ServiceModel,
  type Shape,
} from './service-model.ts';

type Output = Record<string, unknown>;

export function encodeOutput(
  model: ServiceModel,
  protocol: Protocol,
  codecs: Codecs,
  operation: OperationModel,
  output: Output,
  requestId: string,
): WireAnswer {
  const shape = operation.output;
  const answer = (contentType: string, body: string | Uint8Array, extra = {}): WireAnswer => ({
    status: 200,
    headers: { 'x-amzn-requestid': requestId, 'content-type': contentType, ...extra },
    body,
  });
  switch (protocol) {
    case 'rpcv2Cbor':
      return answer('application/cbor', codecs.writeCbor(shape, output), {
        'smithy-protocol': 'rpc-v2-cbor',
      });
    case 'awsJson1_0':
    case 'awsJson1_1':
      return answer(
        `application/x-amz-json-${protocol === 'awsJson1_0' ? '1.0' : '1.1'}`,
        shape.isStructSchema() ? codecs.writeJson(shape, output) : '{}',
      );
    case 'awsQuery':
      return answer('text/xml', queryDocument(model, codecs, operation, output, requestId));
    case 'ec2Query':
      return answer('text/xml;charset=UTF-8', ec2Document(model, codecs, operation, output, requestId));
    case 'restXml':
    case 'restJson1':
      return restAnswer(model, protocol, codecs, operation, output, requestId);
  }
}

/** `<XResponse><XResult>…</XResult><ResponseMetadata><RequestId>…` */
function queryDocument(
  model: ServiceModel,
  codecs: Codecs,
  { name, output: shape }: OperationModel,
  output: Output,
  requestId: string,
): string {
  const metadata = structure('ResponseMetadata', { RequestId: 0 });
  const result = structure(`${name}Result`, rawMembers(shape)).getSchema();
  const document = structure(`${name}Response`, {
    ...(shape.isStructSchema() && { [`${name}Result`]: result }),
    ResponseMetadata: metadata.getSchema(),
  });
  const value = { [`${name}Result`]: output, ResponseMetadata: { RequestId: requestId } };
  return XML_DECLARATION + codecs.writeXml(document, value, model.xmlNamespace);
}

/** `<XResponse><requestId>…</requestId>` and the members themselves; operations without output answer `return`. */
function ec2Document(
  model: ServiceModel,
  codecs: Codecs,
  { name, output: shape }: OperationModel,
  output: Output,
  requestId: string,
): string {
  const document = structure(`${name}Response`, {
    requestId: 0,
    ...(shape.isStructSchema() ? rawMembers(shape) : { return: 2 }),
  });
  const value = { requestId, ...(shape.isStructSchema() ? output : { return: true }) };
  return XML_DECLARATION + codecs.writeXml(document, value, model.xmlNamespace);
}

function restAnswer(
  model: ServiceModel,
  protocol: 'restXml' | 'restJson1',
  codecs: Codecs,
  operation: OperationModel,
  output: Output,
  requestId: string,
): WireAnswer {
  const shape = operation.output;
  const xml = protocol === 'restXml';
  const answer: WireAnswer = {
    status: operation.http?.[2] ?? 200,
    headers: requestIds(xml, requestId),
    body: '',
  };
  const inBody: string[] = [];
  let payload: [string, Shape] | undefined;
  for (const [name, member] of members(shape)) {
    const traits = member.getMergedTraits();
    const value = output[name];
    if (traits.httpPayload) payload = [name, member];
    else if (traits.httpResponseCode) answer.status = typeof value === 'number' ? value : answer.status;
    else if (typeof traits.httpPrefixHeaders === 'string')
      for (const [key, text] of Object.entries((value ?? {}) as Record<string, string>))
        answer.headers[traits.httpPrefixHeaders.toLowerCase() + key] = text;
    else if (traits.httpHeader) {
      if (value != null) answer.headers[traits.httpHeader.toLowerCase()] = codecs.writeText(member, value);
    } else inBody.push(name);
  }
  if (payload) writePayload(answer, codecs, xml, payload[1], output[payload[0]]);
  else if (inBody.length) {
    const raw = rawMembers(shape);
    if (xml && isUnwrapped(shape, inBody)) {
      answer.body = unwrapped(model, inBody[0] ?? '', output);
      answer.headers['content-type'] ??= 'application/xml';
      return answer;
    }
    const document = structure(
      shape.getName() ?? operation.name,
      Object.fromEntries(inBody.map((name) => [name, raw[name]])),
      shape.getMergedTraits(),
    );
    answer.body = xml
      ? XML_DECLARATION + codecs.writeXml(document, output, model.xmlNamespace)
      : codecs.writeJson(document, output);
    answer.headers['content-type'] ??= xml ? 'application/xml' : 'application/json';
  }
  return answer;
}

/**
 * GetBucketLocation answers its one member as the root element
 * (https://smithy.io/2.0/aws/customizations/s3-customizations.html, `s3UnwrappedXmlOutput`). The SDK's schemas do not
 * carry the trait; they name the structure as its member.
 */
function isUnwrapped(shape: Shape, inBody: string[]): boolean {
  return inBody.length === 1 && shape.getMergedTraits().xmlName === inBody[0];
}

function unwrapped(model: ServiceModel, name: string, output: Output): string {
  const value = output[name];
  const open = `${XML_DECLARATION}<${name} xmlns="${model.xmlNamespace ?? ''}"`;
  return typeof value === 'string' && value !== '' ? `${open}>${escapeXml(value)}</${name}>` : `${open}/>`;
}

function writePayload(answer: WireAnswer, codecs: Codecs, xml: boolean, member: Shape, value: unknown): void {
  if (value == null) return;
  if (member.isStreaming() || member.isBlobSchema()) {
    answer.body = value as Uint8Array | AsyncIterable<Uint8Array>;
    answer.headers['content-type'] ??= 'application/octet-stream';
  } else if (member.isStringSchema()) {
    answer.body = value as string;
    answer.headers['content-type'] ??= 'text/plain';
  } else {
    answer.body = xml ? XML_DECLARATION + codecs.writeXml(member, value) : codecs.writeJson(member, value);
    answer.headers['content-type'] ??= xml ? 'application/xml' : 'application/json';
  }
}

/** S3 names its request id otherwise than all others. */
export function requestIds(xml: boolean, requestId: string): Record<string, string> {
  return xml ? { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId } : { 'x-amzn-requestid': requestId };
}
