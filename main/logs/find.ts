/** Searching in AWS, for the part of a log that is too long to be here. */
import type { Aws, AwsCallOptions } from '../aws/aws.ts';
import { plainLine } from './plain-line.ts';
import type { Line, LogPlace } from './log-book.ts';

/**
 * A text in quotes is looked for as it stands, large and small letters apart
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html).
 */
export const patternFor = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

/** The first lines before `before` (ms) that hold the text, oldest first; ends when it has as many as wanted. */
export async function findInAws(
  aws: Aws,
  { group, stream }: LogPlace,
  { text, before, most }: { text: string; before: number; most: number },
  options: AwsCallOptions,
): Promise<Line[]> {
  const found: Line[] = [];
  const input = {
    logGroupName: group,
    logStreamNames: [stream],
    filterPattern: patternFor(text),
    endTime: before,
  };
  for await (const page of aws.pages('logs', 'FilterLogEvents', input, options)) {
    for (const { timestamp = 0, message = '' } of page.events ?? [])
      found.push({ at: timestamp, text: plainLine(message) });
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}
