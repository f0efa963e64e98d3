/** Puts `markdown` (without a heading) under `## title` in docs/measurements.md, in place of what the last run left. */
export function keepMeasurement(name: string, title: string, markdown: string): Promise<void>;
/** What the last run of `name` left in docs/measurements.md. */
export function keptMeasurement(name: string): Promise<string | undefined>;

/** One part of a table, measured by itself; the other parts stay. */
export function keepPart(name: string, title: string, part: string): Promise<void>;
