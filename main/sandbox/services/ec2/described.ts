/** What EC2's Describe operations have in common: ids, filters with wildcards, pages. */
import { AwsError, type Call, type Operation } from '../../engine/types.ts';
import { networkOf, type Network } from './network.ts';

export interface Described<T> {
  /** Member of the input that names things, and the error for those that do not exist. */
  ids?: { member: string; missing: (ids: string[]) => AwsError };
  /** Default and most; 1000 unless told. */
  pageSize?: number;
  /** Member of the output. */
  items: string;
  /** Values of each filter that is modelled. An unknown filter is refused, as AWS refuses it. */
  filters: Record<string, (item: T) => string[]>;
  id(item: T): string;
  all(network: Network, call: Call): T[];
}

/** EC2's error for an id that does not exist: `InvalidSubnetID.NotFound`. */
export const unknown =
  (code: string, noun: string) =>
  ([id = '']: string[]) =>
    new AwsError(code, `The ${noun} '${id}' does not exist`);

/** Text as EC2 answers it to DescribeInstanceTypes; the code is in its table of client errors. */
export const invalidTypes = (names: string[]) =>
  new AwsError(
    'InvalidInstanceType',
    `The following supplied instance types do not exist: [${names.join(', ')}]`,
  );

interface FilterInput {
  Filters?: { Name?: string; Values?: string[] }[];
}

/** Nothing in the sandbox's network has tags. */
const noTags = () => [];

/** One Describe operation: all things, narrowed by ids and filters; the engine cuts the pages. */
export function described<T>(table: Described<T>): Operation<FilterInput & Record<string, unknown>> {
  return {
    page: {
      items: table.items,
      input: 'NextToken',
      output: 'NextToken',
      limit: 'MaxResults',
      defaultSize: table.pageSize ?? 1000,
      maxSize: table.pageSize ?? 1000,
    },
    run(call) {
      let found = table.all(networkOf(call.account, call.region), call);
      const wanted =
        table.ids === undefined ? undefined : (call.input[table.ids.member] as string[] | undefined);
      if (table.ids !== undefined && wanted?.length) {
        const missing = wanted.filter((id) => !found.some((item) => table.id(item) === id));
        if (missing.length > 0) throw table.ids.missing(missing);
        found = found.filter((item) => wanted.includes(table.id(item)));
      }
      for (const { Name = '', Values = [] } of call.input.Filters ?? []) {
        const valuesOf = table.filters[Name] ?? (/^tag(:|-key$)/.test(Name) ? noTags : undefined);
        if (valuesOf === undefined)
          throw new AwsError('InvalidParameterValue', `The filter '${Name}' is invalid`);
        found = found.filter((item) =>
          valuesOf(item).some((v) => Values.some((pattern) => wildcard(pattern, v))),
        );
      }
      return { [table.items]: found };
    },
  };
}

/** EC2's filters know `*` and `?`; walked without a regular expression, so that no pattern is slow. */
function wildcard(pattern: string, text: string): boolean {
  let p = 0;
  let star = -1;
  let retry = 0;
  for (let t = 0; t < text.length;) {
    if (pattern[p] === '*') {
      star = p++;
      retry = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++retry;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Values of a filter, without the absent ones. */
export const some = (...values: (string | boolean | number | undefined)[]) =>
  values.filter((v) => v !== undefined).map(String);
