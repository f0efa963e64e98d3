/** Every operation of every installed client, through the real SDK over HTTP: what is sent arrives, and comes back. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSandbox, type Sandbox, type SandboxListening } from '../../main/sandbox/index.ts';
import { members, type OperationModel } from '../../main/sandbox/wire/service-model.ts';
import { answeringService, installedClients, type InstalledClient } from './wire/installed-clients.ts';
import { comparable, makeValue, seeded } from './wire/shape-values.ts';

/** Operations that the wire cannot serve as all others, each with its reason. */
const EXCEPTIONS: Record<string, string> = {
  'client-s3.ListDirectoryBuckets': 'is signed for S3 Express, which is a service of its own',
  'client-s3.WriteGetObjectResponse': 'is signed for S3 Object Lambda, which is a service of its own',
  'client-sts.AssumeRoleWithSAML': 'is sent without a signature; the sandbox answers signed requests only',
  'client-sts.AssumeRoleWithWebIdentity':
    'is sent without a signature; the sandbox answers signed requests only',
};

const clients = await installedClients();
const dir = mkdtempSync(join(tmpdir(), 'sweep-'));
let sandbox: Sandbox;
let listening: SandboxListening;
let got: { operation: string; input: unknown } | undefined;
let answer: Record<string, unknown> = {};

beforeAll(async () => {
  const services = clients.map((client) =>
    answeringService(client, (operation, input) => {
      got = { operation, input };
      return answer;
    }),
  );
  sandbox = await openSandbox({ dir, services, clock: { mode: 'manual' } });
  listening = await sandbox.listen();
});

afterAll(async () => {
  await sandbox.close();
  await rm(dir, { recursive: true });
});

/** Members that the SDK's S3 client computes, checks or fills by itself; random ones are refused by the client. */
const COMPUTED =
  /^(SSECustomer|CopySourceSSE|Checksum|ContentMD5$|ContentLength$|ContentType$|RequestPayer$|ExpiresString$|Expires$)/;
function withoutComputed(client: InstalledClient, value: Record<string, unknown>): Record<string, unknown> {
  if (client.name !== 'client-s3') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, v]) => !COMPUTED.test(name) && !isEmptyObject(v))
      .map(([name, v]) => [name, name === 'Bucket' ? 'my-bucket' : v]),
  );
}

/** The client answers `{}` for metadata that was not sent. */
const isEmptyObject = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !ArrayBuffer.isView(value) &&
  Object.keys(value).length === 0;

const eventStream = (operation: OperationModel): boolean =>
  [...members(operation.input), ...members(operation.output)].some(
    ([, m]) => m.isStreaming() && m.isStructSchema(),
  );

async function roundTrip(
  client: InstalledClient,
  operation: OperationModel,
  seed: number,
): Promise<string[]> {
  const random = seeded(seed);
  const input = withoutComputed(client, makeValue(operation.input, random) as Record<string, unknown>);
  answer = withoutComputed(client, makeValue(operation.output, random) as Record<string, unknown>);
  got = undefined;
  const command = client.command(operation.name, structuredClone(input));
  if (!command) return ['the SDK has no command'];
  const sdk = client.connect({
    region: 'us-east-1',
    endpoint: listening.url,
    credentials: listening,
    maxAttempts: 1,
    requestHandler: { requestTimeout: 3000, throwOnRequestTimeout: true },
    disableHostPrefix: true,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  try {
    const result = await sdk.send(command);
    for (const [name, value] of Object.entries(result))
      if (typeof value === 'object' && value !== null && 'transformToByteArray' in value)
        result[name] = await (
          value as { transformToByteArray(): Promise<Uint8Array> }
        ).transformToByteArray();
    const arrived = got as { operation: string; input: unknown } | undefined;
    return [
      ...(arrived?.operation === operation.name ? [] : [`arrived as ${String(arrived?.operation)}`]),
      ...difference(
        'sent',
        comparable(input),
        comparable(withoutComputed(client, (arrived?.input ?? {}) as Record<string, unknown>)),
      ),
      ...difference('answered', comparable(answer), comparable(withoutComputed(client, result))),
    ];
  } catch (error) {
    return [`${(error as Error).name}: ${(error as Error).message.slice(0, 200)}`];
  } finally {
    sdk.destroy();
  }
}

function difference(what: string, a: unknown, b: unknown, path = ''): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (typeof a === 'object' && typeof b === 'object' && a && b)
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
      difference(
        what,
        (a as Record<string, unknown>)[key],
        (b as Record<string, unknown>)[key],
        `${path}.${key}`,
      ),
    );
  return [`${what} ${path}: ${JSON.stringify(a)} became ${JSON.stringify(b)}`];
}

test.each(clients.map((client) => [client.name, client] as const))(
  'every operation of %s arrives and comes back whole',
  async (name, client) => {
    const wrong: Record<string, string[]> = {};
    let seed = 1;
    for (const operation of client.model.operations.values()) {
      if (eventStream(operation) || `${name}.${operation.name}` in EXCEPTIONS) continue;
      const found = await roundTrip(client, operation, seed++);
      if (found.length) wrong[operation.name] = found;
    }
    expect(wrong).toEqual({});
    expect(seed).toBeGreaterThan(5);
  },
  60_000,
);
