/** Every modelled error of every installed client, thrown by the account, arrives as the SDK's own class. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AwsError, openSandbox, type Sandbox, type SandboxListening } from '../../main/sandbox/index.ts';
import { queryCode, required, type ServiceModel } from '../../main/sandbox/wire/service-model.ts';
import { answeringService, installedClients, type InstalledClient } from './wire/installed-clients.ts';

const TEXT = 'Grüße <x> & "y"';
const clients = await installedClients();
const dir = mkdtempSync(join(tmpdir(), 'errors-'));
let sandbox: Sandbox;
let listening: SandboxListening;
let thrown = '';

beforeAll(async () => {
  const services = clients.map((client) =>
    answeringService(client, () => {
      throw new AwsError(thrown, TEXT);
    }),
  );
  sandbox = await openSandbox({ dir, services, clock: { mode: 'manual' } });
  listening = await sandbox.listen();
});

afterAll(async () => {
  await sandbox.close();
  await rm(dir, { recursive: true });
});

/** Some operation that needs little; every error may come from it. */
function anyOperation(model: ServiceModel): { name: string; input: Record<string, string> } {
  const operations = [...model.operations.values()];
  const simple = operations.find((o) => required(o.input).length === 0) ?? operations[0]!;
  return { name: simple.name, input: Object.fromEntries(required(simple.input).map((name) => [name, 'x'])) };
}

/** Two errors of one client that have the same code on the wire: the SDK itself can only make one of them. */
function ambiguous(model: ServiceModel, name: string): boolean {
  const shape = model.errors.get(name)!;
  const code = queryCode(shape) ?? name;
  const same = new Set([...model.errors.values()].filter((s) => (queryCode(s) ?? s.getName()) === code));
  return same.size > 1;
}

const cases = clients.map((client): [string, InstalledClient] => [client.name, client]);
test.each(cases)('every modelled error of %s arrives as its class', async (_name, client) => {
  const sdk = client.connect({
    region: 'us-east-1',
    endpoint: listening.url,
    credentials: listening,
    maxAttempts: 1,
    forcePathStyle: true,
  });
  const { name, input } = anyOperation(client.model);
  const wrong: string[] = [];
  for (const error of client.model.errors.keys()) {
    const Class = client.sdk[error] as (new (...args: never[]) => Error) | undefined;
    if (!Class || ambiguous(client.model, error)) continue;
    thrown = error;
    try {
      await sdk.send(client.command(name, input)!);
      wrong.push(`${error}: no error arrived`);
    } catch (caught) {
      const { message, $metadata } = caught as Error & { $metadata?: { requestId?: string } };
      if (!(caught instanceof Class) || message !== TEXT || !$metadata?.requestId)
        wrong.push(`${error}: ${(caught as Error).name}: ${message}`);
    }
  }
  sdk.destroy();
  expect(wrong).toEqual([]);
});
