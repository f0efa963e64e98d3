/**
 * Values that a plan asks for when it starts. They live in the memory of the task that they were given to, go to AWS with
 * its request, and are in no file, journal, event or answer.
 */
import type { Problem } from '../../preload/contract/errors.ts';
import { message } from '../../preload/contract/message.ts';
import type { Plan } from '../../preload/contract/plan.ts';
import { requireAnswers } from './answers.ts';
import { requireSource } from './sources.ts';

/** By the names in the plan's `secrets`. */
export type Secret = Readonly<Record<string, string>>;

const valueOf = (secret: Secret, name: string): string | undefined =>
  Object.hasOwn(secret, name) && secret[name] !== '' ? secret[name] : undefined;

/** What is missing, not asked for, or breaks a rule. Says the name, never the value. */
export function secretProblems(plan: Plan, secret: Secret): Problem[] {
  const asked = plan.secrets ?? [];
  const names = new Set(asked.map(({ name }) => name));
  const strange = Object.keys(secret).filter((name) => !names.has(name));
  const source = requireSource(plan.source);
  const answers = requireAnswers(source, plan.answers);
  return [
    ...strange.map((name) => ({
      path: `secret.${name}`,
      says: message('plan.problem.unknown', { field: name }),
    })),
    ...asked.flatMap(({ name, label, required }): Problem[] => {
      const path = `secret.${name}`;
      const field = { message: label };
      const value = valueOf(secret, name);
      if (value === undefined)
        return required ? [{ path, says: message('plan.problem.missing', { field }) }] : [];
      const says = source.checkSecret?.(answers, name, value);
      return says === undefined ? [] : [{ path, says }];
    }),
  ];
}

/** Those of one change; undefined where it has none. */
export function secretFor(
  { secrets = [] }: Plan,
  changeId: string,
  secret: Secret | undefined,
): { values: Record<string, string>; missing: boolean } | undefined {
  const asked = secrets.filter(({ change }) => change === changeId);
  if (asked.length === 0) return undefined;
  const values = asked.flatMap(({ name }) => {
    const value = valueOf(secret ?? {}, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  // Nobody knows any more whether one that may be left out was given.
  return { values: Object.fromEntries(values), missing: secret === undefined };
}
