/** The steps of each phase: what is done, and after what. */
import { changedProperties } from '../differences.ts';
import type { Desired } from '../desired.ts';
import type { Stack, StackResource, Step, StepAction } from '../model.ts';

export type Steps = Record<string, Step>;
type Token = () => string;

function step(
  key: string,
  logicalId: string,
  action: StepAction,
  after: string[],
  token: Token,
  more: Partial<Step> = {},
): Step {
  return { key, logicalId, action, state: 'waiting', after, requestToken: token(), memo: {}, ...more };
}

const exists = (resource: StackResource | undefined): resource is StackResource =>
  resource !== undefined && resource.gone !== true && resource.physicalId !== undefined;

/** Create and update: every wanted resource after what it needs. */
export function forwardSteps(stack: Readonly<Stack>, want: Desired, token: Token): Steps {
  const keys = [...want.active.keys()];
  return Object.fromEntries(
    keys.map((id) => {
      const action = exists(stack.resources[id]) ? 'update' : 'create';
      return [id, step(id, id, action, want.active.get(id) ?? [], token)];
    }),
  );
}

/** Deletes in reverse: a thing goes when all that need it are gone. `keys` name the steps. */
function deleteSteps(things: { key: string; resource: StackResource; old: boolean }[], token: Token): Steps {
  return Object.fromEntries(
    things.map(({ key, resource, old }) => {
      const needers = things.filter((t) => t.key !== key && t.resource.needs.includes(resource.logicalId));
      const after = needers.map((t) => t.key);
      return [key, step(key, resource.logicalId, 'delete', after, token, old ? { old: resource } : {})];
    }),
  );
}

/** Everything that the stack has. */
export function removalSteps(stack: Readonly<Stack>, token: Token): Steps {
  const things = Object.values(stack.resources)
    .filter(exists)
    .map((resource) => ({ key: resource.logicalId, resource, old: false }));
  return deleteSteps(things, token);
}

/** What an update left behind: replaced and removed things. */
export function cleanupSteps(leftovers: readonly StackResource[], token: Token): Steps {
  const things = leftovers
    .filter(exists)
    .map((resource, i) => ({ key: `${resource.logicalId}#${i}`, resource, old: true }));
  return deleteSteps(things, token);
}

/** Updated resources back to what they were. Those that the failed update never touched need nothing. */
export function restoreSteps(stack: Readonly<Stack>, token: Token): Steps {
  const { operation, before } = stack;
  if (!operation || !before) return {};
  const touched = Object.values(operation.steps).filter((s) => s.action === 'update' && s.sent === true);
  const steps = touched.flatMap((s): [string, Step][] => {
    const now = stack.resources[s.logicalId];
    const target = before.resources[s.logicalId];
    if (!now || !target) return [];
    const changed = [...changedProperties(now, target)];
    const more = { old: structuredClone(now), target: structuredClone(target), changed };
    return [[s.logicalId, step(s.logicalId, s.logicalId, 'restore', target.needs, token, more)]];
  });
  const keys = new Set(steps.map(([key]) => key));
  return Object.fromEntries(
    steps.map(([key, s]) => [key, { ...s, after: s.after.filter((a) => keys.has(a)) }]),
  );
}
