/** REST bindings (https://smithy.io/2.0/spec/http-bindings.html): labels, query, headers and body of a request. */
import type { Codecs } from './codecs.ts';
import { members, type OperationModel, type Protocol, type Shape } from './service-model.ts';
import type { WireRequest } from './request.ts';

export async function readRest(
  protocol: Protocol,
  codecs: Codecs,
  operation: OperationModel,
  labels: Record<string, string>,
  request: WireRequest,
  body: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  let payload: [string, Shape] | undefined;
  const inBody: string[] = [];
  const named = new Set<string>();
  let otherQuery: [string, Shape] | undefined;
  for (const [name, member] of members(operation.input)) {
    const traits = member.getMergedTraits();
    if (traits.httpLabel) input[name] = codecs.readText(member, labels[name] ?? '');
    else if (traits.httpQuery) {
      named.add(traits.httpQuery);
      put(input, name, readQuery(codecs, member, request.query.getAll(traits.httpQuery)));
    } else if (traits.httpQueryParams) otherQuery = [name, member];
    else if (typeof traits.httpPrefixHeaders === 'string')
      put(input, name, prefixed(request.headers, traits.httpPrefixHeaders.toLowerCase()));
    else if (traits.httpHeader) {
      const value = request.headers[traits.httpHeader.toLowerCase()];
      if (value !== undefined) input[name] = codecs.readText(member, value);
    } else if (traits.httpPayload) payload = [name, member];
    else inBody.push(name);
  }
  if (otherQuery) put(input, otherQuery[0], remainingQuery(otherQuery[1], request.query, named));
  if (!(body instanceof Uint8Array)) {
    if (operation.streamingInput) input[operation.streamingInput] = body;
    return input;
  }
  if (!body.length) return input;
  const read = async (shape: Shape): Promise<unknown> =>
    protocol === 'restXml'
      ? codecs.readXml(shape, body)
      : codecs.readJson(shape, Buffer.from(body).toString('utf8'));
  if (payload) {
    const [name, member] = payload;
    if (member.isBlobSchema()) input[name] = new Uint8Array(body);
    else if (member.isStringSchema()) input[name] = Buffer.from(body).toString('utf8');
    else input[name] = await read(member);
  } else if (inBody.length) {
    const document = ((await read(operation.input)) ?? {}) as Record<string, unknown>;
    for (const name of inBody) put(input, name, document[name]);
  }
  return input;
}

function put(input: Record<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined) input[name] = value;
}

function readQuery(codecs: Codecs, member: Shape, values: string[]): unknown {
  const [first] = values;
  if (first === undefined) return undefined;
  if (!member.isListSchema()) return codecs.readText(member, first);
  const item = member.getValueSchema();
  return values.map((value) => codecs.readText(item, value));
}

function prefixed(headers: Record<string, string>, prefix: string): Record<string, string> | undefined {
  const found = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value] as const);
  return found.length ? Object.fromEntries(found) : undefined;
}

function remainingQuery(member: Shape, query: URLSearchParams, named: Set<string>): unknown {
  const rest = [...new Set(query.keys())].filter((key) => !named.has(key));
  if (!rest.length) return undefined;
  const lists = member.getValueSchema().isListSchema();
  return Object.fromEntries(rest.map((key) => [key, lists ? query.getAll(key) : query.get(key)]));
}
