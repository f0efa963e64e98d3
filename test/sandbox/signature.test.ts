/** Only who holds a key of the account is heard: signatures are really checked, and refusals carry AWS's codes. */
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, hasAwsCli, testSandbox, type TestSandbox } from './support/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox({ clock: { mode: 'real' } });
});
afterAll(() => sandbox.end());

type Change = (request: { headers: Record<string, string>; path: string; body?: unknown }) => void;

/** Sends GetCallerIdentity with some configuration, and changes the request after it was signed. */
async function whoAmI(config: object = {}, change?: Change): Promise<string> {
  const client = new STSClient({ ...sandbox.client, ...config });
  if (change)
    client.middlewareStack.add(
      (next) => async (args) => {
        change(args.request as never);
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));
    return Arn ?? 'nobody';
  } catch (error) {
    return (error as Error).name;
  } finally {
    client.destroy();
  }
}

const key = (): { accessKeyId: string; secretAccessKey: string } => sandbox.client.credentials;
const hours = (n: number): number => n * 3_600_000;

describe('a signed request', () => {
  test('is answered to the holder of the key', async () => {
    expect(await whoAmI()).toBe(`arn:aws:iam::${sandbox.account.id}:user/administrator`);
  });
  test('is answered in any region', async () => {
    expect(await whoAmI({ region: 'eu-central-1' })).toMatch(/administrator$/);
  });
  test.each<[string, () => object, Change | undefined, string]>([
    [
      'with a wrong secret',
      () => ({ credentials: { ...key(), secretAccessKey: 'x'.repeat(40) } }),
      undefined,
      'SignatureDoesNotMatch',
    ],
    [
      'with an unknown key',
      () => ({ credentials: { ...key(), accessKeyId: 'AKIAUNKNOWNUNKNOWN00' } }),
      undefined,
      'InvalidClientTokenId',
    ],
    [
      'with a body changed on the way',
      () => ({}),
      (r) => (r.body = String(r.body).replace('2011-06-15', '2011-06-16')),
      'SignatureDoesNotMatch',
    ],
    ['with a path changed on the way', () => ({}), (r) => (r.path = '/other'), 'SignatureDoesNotMatch'],
    [
      'with a signed header changed on the way',
      () => ({}),
      (r) => (r.headers['x-amz-date'] = new Date(Date.now() + 1000).toISOString().replace(/[-:]|\.\d+/g, '')),
      'SignatureDoesNotMatch',
    ],
    [
      'with another service in the scope',
      () => ({}),
      (r) => (r.headers['authorization'] = r.headers['authorization']!.replace('/sts/', '/iam/')),
      'SignatureDoesNotMatch',
    ],
    ['signed an hour ago', () => ({ systemClockOffset: -hours(1) }), undefined, 'SignatureDoesNotMatch'],
    ['signed in an hour', () => ({ systemClockOffset: hours(1) }), undefined, 'SignatureDoesNotMatch'],
    [
      'that is not signed',
      () => ({}),
      (r) => delete r.headers['authorization'],
      'MissingAuthenticationToken',
    ],
    [
      'that is half signed',
      () => ({}),
      (r) => (r.headers['authorization'] = 'AWS4-HMAC-SHA256 Credential=a/b'),
      'IncompleteSignature',
    ],
  ])('%s is refused', async (_name, config, change, code) => {
    expect(await whoAmI(config(), change)).toBe(code);
  });
});

describe('temporary keys', () => {
  async function session(): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken: string }> {
    const { Credentials } = await new STSClient(sandbox.client).send(
      new GetSessionTokenCommand({ DurationSeconds: 900 }),
    );
    return {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    };
  }
  test('are good with their token', async () => {
    expect(await whoAmI({ credentials: await session() })).toMatch(/administrator$/);
  });
  test('are refused with another token', async () => {
    expect(await whoAmI({ credentials: { ...(await session()), sessionToken: 'other' } })).toBe(
      'InvalidClientTokenId',
    );
  });
  test('are refused without their token', async () => {
    const { accessKeyId, secretAccessKey } = await session();
    expect(await whoAmI({ credentials: { accessKeyId, secretAccessKey } })).toBe('InvalidClientTokenId');
  });
  test('end when their time in the account is over', async () => {
    const credentials = await session();
    await sandbox.advance(901);
    expect(await whoAmI({ credentials })).toBe('ExpiredTokenException');
  });
});

const cli = await hasAwsCli();
if (!cli) console.warn('NOT RUN: AWS command line is not installed: its identity check is skipped.');
describe.skipIf(!cli)("AWS's own command line", () => {
  test('says who it is', async () => {
    const { stdout, code } = await awsCli(sandbox.listening, 'sts', 'get-caller-identity');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ Arn: expect.stringMatching(/:user\/administrator$/) });
  });
  test('shows the code of a refusal', async () => {
    const wrong = { ...sandbox.listening, secretAccessKey: 'wrong' };
    const { stderr, code } = await awsCli(wrong, 'sts', 'get-caller-identity');
    expect(code).not.toBe(0);
    expect(stderr).toContain('(SignatureDoesNotMatch)');
  });
  test('is told what is wrong with its values', async () => {
    const { stderr } = await awsCli(
      sandbox.listening,
      ...[
        'sts',
        'assume-role',
        '--role-session-name',
        'a b',
        '--role-arn',
        'arn:aws:iam::000000000000:role/r',
      ],
    );
    expect(stderr).toContain(
      "(ValidationError) when calling the AssumeRole operation: 1 validation error detected: Value 'a b' at 'roleSessionName'",
    );
  });
});
