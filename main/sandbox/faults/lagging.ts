/** Lists that lag and flap, looks that find nothing yet, and answers of which a part failed. */
import { spelled } from './spellings.ts';
import type { Outcome } from '../engine/observe.ts';
import type { Act, Meeting } from './acts.ts';

const births = ['CreationTime', 'CreationDate', 'CreateDate', 'LastModified', 'LastUpdatedTimestamp'];

function bornAt(item: unknown): number | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  for (const name of births) {
    const value: unknown = Reflect.get(item, name);
    if (value instanceof Date) return value.getTime();
  }
  // Batch counts in ms.
  const created: unknown = Reflect.get(item, 'createdAt');
  return typeof created === 'number' ? created : undefined;
}

const isList = ({ operation, input }: Meeting['call']): boolean =>
  operation.startsWith('List') ||
  (operation.startsWith('Describe') && !Object.values(input).some((value) => typeof value === 'string'));

/** In every second span of five seconds what is too young is left out, so that a list flaps; very young is never there. */
const notListed: Act = (meeting) => {
  const { account, call, on, outcome } = meeting;
  if (!isList(call) || !outcome || !('output' in outcome)) return false;
  const now = account.clock.now();
  const young = (item: unknown): boolean => {
    const born = bornAt(item);
    if (born === undefined) return false;
    const age = now - born;
    return age < on.seconds * 500 || (age < on.seconds * 1000 && Math.floor(now / 5_000) % 2 === 0);
  };
  let hidden = false;
  const output = Object.fromEntries(
    Object.entries(outcome.output).map(([name, value]) => {
      if (!Array.isArray(value)) return [name, value];
      const shown = value.filter((item) => !young(item));
      hidden ||= shown.length < value.length;
      return [name, shown];
    }),
  );
  meeting.outcome = { output };
  return hidden;
};

const partsOf = (text: string): string[] => text.split(/[/:]/).filter((part) => part.length > 2);

/** Names by which a look may ask for the thing: the last part of its key, of a stack also its name. */
function namesOf({ kind, key }: { kind: string; key: string }): string[] {
  if (kind.startsWith('s3/object')) return [key];
  return partsOf(key).slice(
    kind === 'cloudformation/stack' || kind === 'cloudformation/change-set' ? -2 : -1,
  );
}

const notDescribed: Act = ({ account, call, on, protocol }) => {
  if (!/^(?:Describe|Get|Head)/.test(call.operation)) return false;
  const texts = Object.values(call.input).filter((value) => typeof value === 'string');
  const asked = new Set([
    ...texts.flatMap(partsOf),
    ...(typeof call.input['Key'] === 'string'
      ? [`${String(call.input['Bucket'])}/${call.input['Key']}`]
      : []),
  ]);
  const since = new Date(account.clock.now() - on.seconds * 1000).toISOString();
  const young = account
    .ledger()
    .some(
      (entry) =>
        entry.goneAt === null && entry.madeAt > since && namesOf(entry).some((one) => asked.has(one)),
    );
  if (!young) return false;
  throw spelled('missing', call.service, protocol);
};

interface Deletion {
  Objects?: { Key?: string }[];
}

/** One object of DeleteObjects is left where it is; of metrics one series has holes. */
const partlyFailed: Act = (meeting) => {
  const { call } = meeting;
  if (call.operation === 'GetMetricData') {
    meeting.afterwards = (outcome) => withHoles(outcome);
    return true;
  }
  if (call.operation !== 'DeleteObjects') return false;
  const wish = call.input['Delete'] as Deletion;
  const [first, ...rest] = wish.Objects ?? [];
  if (!first) return false;
  const failed = { Key: first.Key, Code: 'InternalError', Message: 'We encountered an internal error.' };
  if (rest.length === 0) meeting.instead = { output: { Errors: [failed] } };
  else {
    call.input = { ...call.input, Delete: { ...wish, Objects: rest } };
    meeting.afterwards = (outcome) =>
      'output' in outcome ? { output: { ...outcome.output, Errors: [failed] } } : outcome;
  }
  return true;
};

function withHoles(outcome: Outcome): Outcome {
  if (!('output' in outcome)) return outcome;
  const [first, ...rest] = (outcome.output['MetricDataResults'] ?? []) as object[];
  if (!first) return outcome;
  const part = { ...first, StatusCode: 'PartialData', Timestamps: [], Values: [] };
  return { output: { ...outcome.output, MetricDataResults: [part, ...rest] } };
}

export const laggingActs = { F29: notListed, F30: notDescribed, F34: partlyFailed };
