/**
 * Names that CloudFormation generates: stack name, logical id and a random end, cut to the type's length.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html; the forms of the random end
 * (12 letters and digits) are as seen in stacks.
 */
import type { NameRule } from './types.ts';

const ALPHABETS = {
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  mixed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
};
const END = 12;

export function generatedName(
  rule: Pick<NameRule, 'max' | 'end'>,
  stackName: string,
  logicalId: string,
  random: (length: number, alphabet: string) => string,
): string {
  const end = random(END, ALPHABETS[rule.end]);
  const room = rule.max - END - 2;
  const half = Math.floor(room / 2);
  const forStack = Math.max(half, room - logicalId.length);
  const stack = stackName.slice(0, forStack);
  const id = logicalId.slice(0, room - stack.length);
  const name = `${stack}-${id}-${end}`;
  return rule.end === 'lower' ? name.toLowerCase() : name;
}
