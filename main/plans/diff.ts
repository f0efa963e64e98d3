/** What differs between two plans, for a reviewer: questions answered differently, changes, money, ends. */
import canonicalize from 'canonicalize';
import type { Plan } from '../../preload/contract/plan.ts';

export interface PlanLine {
  /** `answers.size`, `changes.notebook.parameters.InstanceType`, `cost.perHour.usd`. */
  path: string;
  /** Undefined: not there. */
  first: string | undefined;
  second: string | undefined;
}

/** Line by line in the order of the first plan; empty when both do the same. Ids, dates and digests are not compared. */
export function diffPlans(first: Plan, second: Plan): PlanLine[] {
  const a = flat(first);
  const b = flat(second);
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((path) => a.get(path) !== b.get(path))
    .map((path) => ({ path, first: a.get(path), second: b.get(path) }));
}

function flat(plan: Plan): Map<string, string> {
  const lines = new Map<string, string>();
  const add = (path: string, value: unknown): void => {
    if (Array.isArray(value) || typeof value !== 'object' || value === null) {
      if (value !== undefined)
        lines.set(path, typeof value === 'string' ? value : (canonicalize(value) ?? ''));
      return;
    }
    for (const [key, part] of Object.entries(value)) add(`${path}.${key}`, part);
  };
  add('source', plan.source);
  add('target', plan.target);
  add('answers', plan.answers);
  for (const change of plan.changes) {
    const path = `changes.${change.id}`;
    switch (change.kind) {
      case 'stack': {
        const { action, stackName, template, parameters, resources, roleArn } = change;
        add(path, { action, stackName, template: template?.sha256, parameters, roleArn });
        for (const { logicalId, type, effect } of resources) add(`${path}.${logicalId}`, `${effect} ${type}`);
        break;
      }
      case 'upload':
        add(path, { bucket: change.bucket, prefix: change.prefix, files: change.files });
        break;
      default:
        add(path, { call: `${change.service}:${change.operation}`, input: change.input });
    }
  }
  const { perHour, perDay, monthIfForgotten, worstMonth } = plan.cost;
  add('cost', { perHour, perDay, monthIfForgotten, worstMonth });
  for (const [index, guard] of plan.guards.entries()) add(`guards.${index}`, guard.endsAt ?? guard.strength);
  add('blockers', plan.blockers);
  return lines;
}
