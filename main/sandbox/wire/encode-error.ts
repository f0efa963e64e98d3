/** Errors as each protocol sends them, so that every SDK makes its own error class of them. */
import { NormalizedSchema } from '@smithy/core/schema';
import type { AwsError } from '../engine/types.ts';
import type { Codecs } from './codecs.ts';
import { requestIds } from './encode.ts';
import type { WireAnswer } from './request.ts';
import { escapeXml, XML_DECLARATION } from './xml.ts';
import { queryCode, type Protocol, type ServiceModel } from './service-model.ts';

const DOCUMENT_SHAPE = 15;

export function encodeError(
  model: ServiceModel,
  protocol: Protocol,
  codecs: Codecs,
  error: AwsError,
  requestId: string,
): WireAnswer {
  const shape = model.errors.get(error.code);
  const modelled: unknown = shape?.getMergedTraits().httpError;
  const status = error.status ?? (typeof modelled === 'number' ? modelled : 400);
  const wireCode = (shape && queryCode(shape)) ?? error.code;
  /** JSON protocols name the shape. */
  const name = shape?.getName() ?? error.code;
  const fault = status < 500 ? 'Sender' : 'Receiver';
  const document = { message: error.message, ...error.members };
  const type = model.namespace ? `${model.namespace}#${name}` : name;
  switch (protocol) {
    case 'rpcv2Cbor':
      return {
        status,
        headers: {
          'x-amzn-requestid': requestId,
          'smithy-protocol': 'rpc-v2-cbor',
          'content-type': 'application/cbor',
          ...(model.queryCompatible && { 'x-amzn-query-error': `${wireCode};${fault}` }),
        },
        body: codecs.writeCbor(NormalizedSchema.of(DOCUMENT_SHAPE), { __type: type, ...document }),
      };
    case 'awsJson1_0':
    case 'awsJson1_1':
      return {
        status,
        headers: {
          'x-amzn-requestid': requestId,
          'content-type': `application/x-amz-json-${protocol === 'awsJson1_0' ? '1.0' : '1.1'}`,
          ...(model.queryCompatible && { 'x-amzn-query-error': `${wireCode};${fault}` }),
        },
        body: JSON.stringify({ __type: type, ...document }),
      };
    case 'restJson1':
      return {
        status,
        headers: {
          'x-amzn-requestid': requestId,
          'x-amzn-errortype': name,
          'content-type': 'application/json',
        },
        body: JSON.stringify(document),
      };
    case 'awsQuery':
      return xmlAnswer(
        status,
        requestId,
        `<ErrorResponse xmlns="${model.xmlNamespace ?? ''}"><Error><Type>${fault}</Type>${fields(wireCode, error)}` +
          `</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      );
    case 'ec2Query':
      return xmlAnswer(
        status,
        requestId,
        `<Response><Errors><Error>${fields(wireCode, error)}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
      );
    case 'restXml':
      return {
        status,
        headers: { ...requestIds(true, requestId), 'content-type': 'application/xml' },
        body:
          status === 304
            ? ''
            : `${XML_DECLARATION}<Error>${fields(wireCode, error)}<RequestId>${requestId}</RequestId><HostId>${requestId}</HostId></Error>`,
      };
  }
}

function xmlAnswer(status: number, requestId: string, body: string): WireAnswer {
  return {
    status,
    headers: { 'x-amzn-requestid': requestId, 'content-type': 'text/xml' },
    body: XML_DECLARATION + body,
  };
}

function fields(code: string, error: AwsError): string {
  const members = Object.entries(error.members)
    .filter(([, value]) => typeof value !== 'object')
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  return `<Code>${escapeXml(code)}</Code><Message>${escapeXml(error.message)}</Message>${members.join('')}`;
}
