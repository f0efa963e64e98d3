import lines from './lines.json' with { type: 'json' };

type Parts = Record<string, string>;
const known = new Set(
  [
    ...lines.systems.map((line) => ({ prefix: 'system', ...line })),
    ...lines.stories.map((line) => ({ prefix: 'story', ...line })),
    ...lines.doneWhen.map((line) => ({ prefix: 'done-when', ...line })),
  ].flatMap(({ prefix, id, parts }) => Object.keys(parts as Parts).map((part) => `${prefix}:${id}/${part}`)),
);

/**
 * Ends a test's title with what the test shows: `test('stops at 19:00' + shows('system:3/evening'), ...)`. `npm test`
 * reads it from the reports and writes docs/status.md. The lines are in `lines.json`.
 */
export function shows(...parts: string[]): string {
  for (const part of parts)
    if (!known.has(part)) throw new Error(`test/status/lines.json has no line "${part}"`);
  return ` [shows ${parts.join(' ')}]`;
}
