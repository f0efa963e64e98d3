/** Which permission each operation asks: on the stack, and to hand over a role. */
import type { AccessNeed, Call } from '../../../engine/types.ts';
import { stackNamed, type Region } from './inputs.ts';

interface Named {
  StackName?: string;
  ChangeSetName?: string;
  RoleARN?: string;
}

export function stackArn(call: Region, name: string): string {
  const { account, region } = call;
  if (name.startsWith('arn:')) return name;
  const stack = stackNamed(call, name);
  return stack?.id ?? `arn:${account.partition}:cloudformation:${region}:${account.id}:stack/${name}/*`;
}

/** `cloudformation:<operation>` on the stack that the call names. */
export const onStack = (call: Call<object>): AccessNeed[] => {
  const { StackName: name, RoleARN: role } = call.input as Named;
  const resource = name === undefined ? '*' : stackArn(call, name);
  const context: Record<string, string> = role === undefined ? {} : { 'cloudformation:RoleArn': role };
  return [
    { resource, context },
    ...(role === undefined
      ? []
      : [
          {
            action: 'iam:PassRole',
            resource: role,
            context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
          },
        ]),
  ];
};
