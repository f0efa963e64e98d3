/** Finds the operation of a REST request by method, path, query and headers, as the services' front ends do. */
import { members, required, type OperationModel, type ServiceModel } from './service-model.ts';
import type { WireRequest } from './request.ts';

export interface Route {
  operation: OperationModel;
  /** Path labels, decoded. */
  labels: Record<string, string>;
}

interface CompiledRoute {
  operation: OperationModel;
  method: string;
  path: RegExp;
  labels: string[];
  /** `?uploads`, `?x-id=…` excepted: some clients do not send it. */
  literals: [name: string, value: string][];
  requiredQuery: string[];
  requiredHeaders: string[];
  /** The more a route demands the earlier it is tried. */
  rank: number;
}

const compiled = new WeakMap<ServiceModel, CompiledRoute[]>();

export function findRoute(model: ServiceModel, request: WireRequest): Route | undefined {
  let routes = compiled.get(model);
  if (!routes) {
    routes = [...model.operations.values()].flatMap((o) => (o.http ? [compile(o, o.http)] : []));
    routes.sort((a, b) => b.rank - a.rank);
    compiled.set(model, routes);
  }
  for (const route of routes) {
    if (route.method !== request.method) continue;
    const match = route.path.exec(request.path);
    if (!match || !demandsMet(route, request)) continue;
    const labels: Record<string, string> = {};
    route.labels.forEach((label, i) => (labels[label] = decodeURIComponent(match[i + 1] ?? '')));
    return { operation: route.operation, labels };
  }
  return undefined;
}

function demandsMet(route: CompiledRoute, { query, headers }: WireRequest): boolean {
  return (
    route.literals.every(([name, value]) => query.has(name) && (value === '' || query.get(name) === value)) &&
    route.requiredQuery.every((name) => query.has(name)) &&
    route.requiredHeaders.every((name) => name in headers)
  );
}

function compile(operation: OperationModel, [method, uri]: readonly [string, string, number]): CompiledRoute {
  const [template = '/', search = ''] = uri.split('?');
  const path = withBucket(operation, template);
  const labels: string[] = [];
  const pattern = path
    .split('/')
    .map((segment) =>
      segment.replace(
        /\{([^{}+]+)(\+)?\}|[.*?^$()[\]\\|]/g,
        (found, label: string | undefined, greedy?: string) => {
          if (label === undefined) return `\\${found}`;
          labels.push(label);
          return greedy ? '(.+)' : '([^/]+)';
        },
      ),
    )
    .join('/');
  const literals = [...new URLSearchParams(search)].filter(([name]) => name !== 'x-id');
  const demanded = new Set(required(operation.input));
  const traits = members(operation.input)
    .filter(([name]) => demanded.has(name))
    .map(([, member]) => member.getMergedTraits());
  const requiredQuery = traits.flatMap((t) => (t.httpQuery ? [t.httpQuery] : []));
  const requiredHeaders = traits.flatMap((t) => (t.httpHeader ? [t.httpHeader.toLowerCase()] : []));
  return {
    operation,
    method,
    path: new RegExp(`^${pattern}/?$`),
    labels,
    literals,
    requiredQuery,
    requiredHeaders,
    rank:
      path.replace(/\{[^}]*\}/g, '').length +
      100 * literals.length +
      10 * (requiredQuery.length + requiredHeaders.length),
  };
}

/** S3's templates leave the bucket to the endpoint rules; path style puts it in front. */
function withBucket(operation: OperationModel, path: string): string {
  const bucket = members(operation.input).find(([name]) => name === 'Bucket')?.[1];
  if (!bucket?.getMergedTraits().httpLabel || path.includes('{Bucket}')) return path;
  return `/{Bucket}${path === '/' ? '' : path}`;
}
