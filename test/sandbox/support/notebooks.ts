/** A role that a notebook may use, and the guard's role, as the templates make them. */
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { TestSandbox } from './sandbox.ts';

export interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: string | string[];
}

/** Makes the role and waits until AWS would let a service use it. */
export async function makeRole(
  sandbox: TestSandbox,
  name: string,
  service: string,
  statements: Statement[],
): Promise<string> {
  const iam = new IAMClient(sandbox.client);
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
      }),
    }),
  );
  if (statements.length > 0)
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: 'rights',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      }),
    );
  await sandbox.advance(60);
  return Role!.Arn!;
}

/** Code and text of what AWS refuses. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  throw new Error('The call was not refused.');
}
