import { AwsError } from '../../engine/types.ts';

/**
 * Filter patterns for unstructured events: every plain term or "quoted phrase" must stand in the message, none of those
 * with `-`, and at least one of those with `?` when there are any. Upper and lower case differ, as in AWS.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function matcher(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (/^[{[%]/.test(text))
    throw new AwsError(
      'InvalidParameterException',
      'The sandbox models filter patterns of terms; JSON, space-delimited and regular expression patterns are not modelled.',
    );
  const terms = [...text.matchAll(/([?-]?)(?:"([^"]*)"|([^\s"]+))/g)].map((m) => ({
    sign: m[1] ?? '',
    word: m[2] ?? m[3] ?? '',
  }));
  const withSign = (sign: string) => terms.filter((t) => t.sign === sign).map((t) => t.word);
  const [all, none, any] = [withSign(''), withSign('-'), withSign('?')];
  return (message) =>
    all.every((word) => message.includes(word)) &&
    !none.some((word) => message.includes(word)) &&
    (any.length === 0 || any.some((word) => message.includes(word)));
}
