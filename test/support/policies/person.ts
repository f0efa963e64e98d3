/** People of an account with one policy each, and what IAM was asked while they worked. */
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DetachUserPolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asset } from '../../../main/program.ts';
import { openWhole, type Page, type WholeProgram } from '../../contract/support/whole-program.ts';
import type { Spine } from '../spine.ts';

export type PolicyName = 'administrator' | 'operator' | 'viewer' | 'job-runner';

interface Statement {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Action: string[];
  Resource: string | string[];
}
export interface PolicyDocument {
  Version: string;
  Statement: Statement[];
}

export const documentOf = (name: PolicyName): PolicyDocument =>
  JSON.parse(readFileSync(asset('policies', `${name}.json`), 'utf8')) as PolicyDocument;

/** What a policy allows, each once. */
export const actionsOf = ({ Statement }: PolicyDocument): string[] =>
  [...new Set(Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action))].sort();

/** The same policy, as if this action had been left out. */
export const without = (document: PolicyDocument, action: string): PolicyDocument => ({
  ...document,
  Statement: document.Statement.map((one) =>
    one.Effect === 'Allow' ? { ...one, Action: one.Action.filter((each) => each !== action) } : one,
  ).filter(({ Action }) => Action.length > 0),
});

export const clientOf = ({ env }: Pick<Spine, 'env'>) => ({
  endpoint: env['AWS_ENDPOINT_URL'] ?? '',
  region: env['AWS_REGION'] ?? '',
  credentials: {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  },
  maxAttempts: 1,
});

/** Keys of a person, as the program's environment has them. */
export type Keys = Pick<Record<string, string>, 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY'>;

export const personName = (policy: PolicyName) => `the-${policy}`;
const policyArn = (name: string) => `arn:aws:iam::000000000000:policy/${name}`;

/** Makes a user who has this published policy and nothing else. */
export async function hire(spine: Spine, policy: PolicyName): Promise<Keys> {
  const iam = new IAMClient(clientOf(spine));
  const UserName = personName(policy);
  const PolicyDocument = JSON.stringify(documentOf(policy));
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new CreatePolicyCommand({ PolicyName: policy, PolicyDocument }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: policyArn(policy) }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return {
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
  };
}

/** Takes one right away from such a person. */
export async function deprive(spine: Spine, policy: PolicyName, action: string): Promise<void> {
  const iam = new IAMClient(clientOf(spine));
  const UserName = personName(policy);
  const PolicyDocument = JSON.stringify(without(documentOf(policy), action));
  await iam.send(new CreatePolicyCommand({ PolicyName: 'less', PolicyDocument }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: policyArn('less') }));
  await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: policyArn(policy) }));
}

export interface Asked {
  /** IAM user or role. */
  who: string;
  action: string;
  resource: string;
  allowed: boolean;
}

/** Writes down every question that the account's gate is asked from now on. */
export function listen({ sandbox: { account } }: Spine): Asked[] {
  const asked: Asked[] = [];
  const authorize = account.authorize.bind(account);
  account.authorize = (question) => {
    const answer = authorize(question);
    const { principal, action, resource } = question;
    asked.push({ who: principal.name ?? principal.arn, action, resource, allowed: answer.allowed });
    return answer;
  };
  return asked;
}

export interface AtWork {
  spine: Spine;
  program: WholeProgram;
  page: Page;
  /** Ends the program as a closed lid does, and starts it again. */
  again(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the program as this person. */
export async function atWork(spine: Spine, keys: Keys): Promise<AtWork> {
  const open = async () => {
    const program = await openWhole({
      spine,
      env: keys,
      stateDir: join(spine.root, 'state'),
    });
    return { program, page: await program.openPage() };
  };
  const close = async ({ program, page }: Pick<AtWork, 'program' | 'page'>) => {
    page.close();
    await program.close();
  };
  const work: AtWork = {
    spine,
    ...(await open()),
    async again() {
      await close(work);
      Object.assign(work, await open());
    },
    close: () => close(work),
  };
  return work;
}
