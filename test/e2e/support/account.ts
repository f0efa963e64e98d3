/** An account of its own beside the program, with temporary credentials and a notebook, and every call to it written down. */
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateNotebookInstanceCommand,
  SageMakerClient,
  waitUntilNotebookInstanceInService,
} from '@aws-sdk/client-sagemaker';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

const entry = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'sandbox.js');

interface Recorded {
  service: string;
  operation: string;
  via: 'wire' | 'inside';
  output?: { AuthorizedUrl?: string };
}

export interface Account {
  /** Temporary credentials, to be given to the program. */
  env: Record<string, string>;
  /** Calls over the wire since `from`. */
  calls(from?: number): Recorded[];
  /** Calls over the wire since `from` that are no look. */
  changes(from?: number): string[];
  stop(): Promise<void>;
}

const looks =
  /^(?:Get|List|Describe|Head|Simulate|DetectStackDrift$|FilterLogEvents$|ValidateTemplate$|CreatePresignedNotebookInstanceUrl$)/;

/** A role can be used some seconds after it was made. */
async function makeNotebook(client: SageMakerClient, name: string, role: string | undefined): Promise<void> {
  const make = new CreateNotebookInstanceCommand({
    NotebookInstanceName: name,
    InstanceType: 'ml.t3.medium',
    RoleArn: role,
  });
  for (let tries = 1; ; tries += 1)
    try {
      await client.send(make);
      break;
    } catch (error) {
      if (tries === 30 || (error as Error).name !== 'ValidationException') throw error;
      await setTimeout(500);
    }
  await waitUntilNotebookInstanceInService(
    { client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
    { NotebookInstanceName: name },
  );
}

/** `dir` takes the account's files; they are its own and no part of the program's. */
export async function openAccount(dir: string, notebook: string): Promise<Account> {
  const record = join(dir, 'calls');
  const child = spawn(
    process.execPath,
    [entry, '--port', '0', '--state', join(dir, 'account'), '--pace', '60'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, MILLWRIGHT_RECORD: record },
    },
  );
  const values: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'sandbox ready') break;
    const [name = '', value = ''] = line.split(/=(.*)/s, 2);
    values[name] = value;
  }
  const client = {
    endpoint: values['AWS_ENDPOINT_URL'] ?? '',
    region: values['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: values['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: values['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  };
  const { Credentials: given } = await new STSClient(client).send(new GetSessionTokenCommand({}));
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'sagemaker.amazonaws.com' },
  };
  const { Role: role } = await new IAMClient(client).send(
    new CreateRoleCommand({
      RoleName: 'notes',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  await makeNotebook(new SageMakerClient(client), notebook, role?.Arn);
  const calls: Account['calls'] = (from = 0) => {
    const lines = existsSync(record) ? readFileSync(record, 'utf8').split('\n').slice(0, -1) : [];
    return lines
      .map((line) => JSON.parse(line) as Recorded)
      .filter(({ via }) => via === 'wire')
      .slice(from);
  };
  return {
    env: {
      AWS_ENDPOINT_URL: client.endpoint,
      AWS_REGION: client.region,
      AWS_ACCESS_KEY_ID: given?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: given?.SecretAccessKey ?? '',
      AWS_SESSION_TOKEN: given?.SessionToken ?? '',
    },
    calls,
    changes: (from) =>
      calls(from)
        .filter(({ operation }) => !looks.test(operation))
        .map(({ service, operation }) => `${service}:${operation}`),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      const whole = process.env['MILLWRIGHT_RECORD'];
      if (whole !== undefined) appendFileSync(whole, readFileSync(record));
    },
  };
}
