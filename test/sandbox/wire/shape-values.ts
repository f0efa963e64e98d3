/** Random values that fit a shape, and a form in which two of them can be compared. */
import { members, required, type Shape } from '../../../main/sandbox/wire/service-model.ts';

export type Random = () => number;

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TEXTS = ['alpha', 'b c', 'x/y', '50%', 'a+b&c=d', '<tag>&"q"\'', 'é中', '123', 'true', 'z.1.w'];
const HEADER_TEXTS = ['alpha', 'beta', 'g1', 'd-2'];

interface Place {
  depth: number;
  /** Inside a header or path: only plain characters may stand there. */
  plain: boolean;
}

export function makeValue(shape: Shape, random: Random, place: Place = { depth: 0, plain: false }): unknown {
  const int = (below: number): number => Math.floor(random() * below);
  const pick = <T>(from: readonly T[]): T => from[int(from.length)]!;
  const inner = { depth: place.depth + 1, plain: place.plain };
  const traits = shape.getMergedTraits();
  if (shape.isUnitSchema()) return {};
  if (shape.isStructSchema()) return makeStructure(shape, random, place);
  if (shape.isListSchema()) {
    if (place.depth > 8) return [];
    const plain = place.plain || Boolean(traits.httpHeader);
    return Array.from({ length: 1 + int(2) }, () =>
      makeValue(shape.getValueSchema(), random, { ...inner, plain }),
    );
  }
  if (shape.isMapSchema()) {
    const headers = typeof traits.httpPrefixHeaders === 'string';
    const keys = Array.from(
      { length: 1 + int(2) },
      (_, i) => (headers ? 'k' : pick(HEADER_TEXTS)) + String(i),
    );
    return Object.fromEntries(
      keys.map((key) => [
        key,
        makeValue(shape.getValueSchema(), random, { ...inner, plain: place.plain || headers }),
      ]),
    );
  }
  if (shape.isBlobSchema()) return Uint8Array.from({ length: 5 }, () => int(256));
  if (shape.isTimestampSchema()) return new Date(1_600_000_000_000 + int(1e8) * 1000);
  if (shape.isBooleanSchema()) return random() < 0.5;
  if (shape.isNumericSchema()) return traits.httpResponseCode ? 202 : int(1000);
  if (shape.isBigIntegerSchema()) return BigInt(int(1000));
  if (shape.isDocumentSchema()) return { a: [1, 'b', { c: true }] };
  if (shape.isStringSchema() || traits.mediaType)
    return traits.mediaType
      ? '{"j":1}'
      : pick(place.plain || traits.httpHeader || traits.httpLabel ? HEADER_TEXTS : TEXTS);
  throw new Error(`No value for the shape ${shape.getName(true) ?? '?'}`);
}

function makeStructure(shape: Shape, random: Random, place: Place): Record<string, unknown> {
  const all = members(shape).filter(([, m]) => !(m.isStreaming() && m.isStructSchema()));
  const make = ([name, member]: [string, Shape]): [string, unknown] => [
    name,
    makeValue(member, random, { depth: place.depth + 1, plain: place.plain }),
  ];
  if (shape.isUnionSchema()) {
    const flat = all.filter(([, m]) => place.depth < 4 || !m.isStructSchema());
    const from = flat.length ? flat : all;
    return Object.fromEntries([make(from[Math.floor(random() * from.length)]!)]);
  }
  const must = new Set(required(shape));
  const chosen = all.filter(
    ([name, m]) =>
      must.has(name) ||
      m.getMergedTraits().httpLabel ||
      m.isIdempotencyToken() ||
      m.isStreaming() ||
      m.getMergedTraits().httpPayload ||
      (place.depth < 4 && random() < 0.7),
  );
  // An empty structure cannot be told from an absent one in the query protocols.
  const first = all.find(([, m]) => !m.isStructSchema() && !m.isListSchema() && !m.isMapSchema()) ?? all[0];
  return Object.fromEntries((chosen.length || !first ? chosen : [first]).map(make));
}

/** Values as plain comparable data: dates, bytes, big numbers tagged; undefined members and metadata dropped. */
export function comparable(value: unknown): unknown {
  if (value instanceof Date) return { date: value.getTime() };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (typeof value === 'bigint') return { big: String(value) };
  if (value instanceof String) return String(value);
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, inner]) => inner !== undefined && name !== '$metadata')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, comparable(inner)]),
  );
}
