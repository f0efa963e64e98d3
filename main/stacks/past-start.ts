/**
 * Starts of schedules that are over. EventBridge Scheduler refuses to make or change a schedule whose StartDate is past,
 * so whatever sends a schedule's parameters again leaves such a start out. Nothing is lost by it: a schedule acts from the
 * start on, and one that is past holds nothing back any more.
 */

/** Parameters of the shipped templates that become the StartDate of a schedule. */
export const startParameters: readonly string[] = ['EveningNotBefore'];

/** A start that is close is past by the time at which AWS reads it, and CloudFormation may take that long, ms. */
const soonMs = 15 * 60_000;

/** Whether AWS would refuse this value of a start, or soon will. Empty is no start. */
export const isPastStart = (value: string | undefined, now: number): boolean =>
  !(Date.parse(value ?? '') > now + soonMs);

/** The same parameters, with each start that is past left empty. */
export function withoutPastStarts(parameters: Record<string, string>, now: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      startParameters.includes(name) && isPastStart(value, now) ? '' : value,
    ]),
  );
}
