import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openMeter } from '../../main/aws/meter.ts';
import { systemClock } from '../../main/clock.ts';
import { type Connections, openConnections } from '../../main/connections/connections.ts';
import { noPoints } from '../../main/points.ts';
import { openSandbox, type Sandbox } from '../../main/sandbox/index.ts';
import { openSettings } from '../../main/storage/settings.ts';
import { shows } from '../status/shows.ts';

let dir: string;
const open: Connections[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'millwright-connections-'));
});
afterEach(async () => {
  for (const connections of open.splice(0)) await connections.close();
  await rm(dir, { recursive: true, force: true });
});

/** Configuration files of this test alone. */
async function connections(env: Record<string, string>, config = '', credentials = '') {
  await writeFile(join(dir, 'config'), config);
  await writeFile(join(dir, 'credentials'), credentials);
  const made = openConnections({
    stateDir: dir,
    env: {
      AWS_CONFIG_FILE: join(dir, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(dir, 'credentials'),
      ...env,
    },
    settings: openSettings(dir),
    aws: { clock: systemClock, points: noPoints, meter: openMeter() },
  });
  open.push(made);
  return made;
}

const failed = async (work: Promise<unknown>) =>
  work.then(
    () => 'no failure',
    (e: unknown) => (e as { error: { code: string } }).error.code,
  );

describe('connections', () => {
  test('a fresh start uses the sandbox, which answers as an account of AWS', async () => {
    const made = await connections({});
    expect((await made.list()).currentId).toBe('sandbox');
    expect((await made.current()).state).toBe('notTried');
    const aws = await made.aws();
    expect(aws.target.accountId).toMatch(/^\d{12}$/);
    expect(await made.current()).toMatchObject({
      state: 'ready',
      accountId: aws.target.accountId,
      caller: aws.callerArn,
    });
    expect(await made.endpoint()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('what was put into the sandbox is there after the program was closed', async () => {
    const first = await connections({});
    const { accountId } = (await first.aws()).target;
    const input = {
      StackName: 'kept',
      ChangeSetName: 'kept',
      ChangeSetType: 'CREATE' as const,
      TemplateBody: JSON.stringify({ Resources: { T: { Type: 'AWS::SNS::Topic' } } }),
    };
    await (await first.aws()).call('cloudformation', 'CreateChangeSet', input);
    await first.close();
    const second = await connections({});
    const aws = await second.aws();
    expect(aws.target.accountId).toBe(accountId);
    const { Stacks } = await aws.call('cloudformation', 'DescribeStacks', { StackName: 'kept' });
    expect(Stacks).toHaveLength(1);
  });

  test(
    'profiles are listed with their regions, and none is tried by itself' + shows('system:22/profiles'),
    async () => {
      const made = await connections(
        {},
        '[default]\nregion = eu-central-1\n[profile steel]\nregion = eu-west-1\nsso_session = corp\n[sso-session corp]\nsso_region = eu-west-1\n',
        '[old]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = x\n',
      );
      const { connections: all } = await made.list();
      expect(all.map((one) => [one.id, one.region])).toEqual([
        ['sandbox', 'us-east-1'],
        ['profile:default', 'eu-central-1'],
        ['profile:steel', 'eu-west-1'],
        ['profile:old', 'us-east-1'],
      ]);
      expect(all.every((one) => one.state === 'notTried')).toBe(true);
    },
  );

  test('the environment wins where it names an endpoint or a profile', async () => {
    const made = await connections({ AWS_PROFILE: 'steel' }, '[profile steel]\nregion = eu-west-1\n');
    expect(await made.current()).toMatchObject({ id: 'environment', region: 'eu-west-1', name: 'steel' });
    expect(await failed(made.aws())).toBe('connection.signInNeeded');
    expect(await made.current()).toMatchObject({
      state: 'signInNeeded',
      error: { code: 'connection.signInNeeded' },
    });
  });

  test('a profile that is not signed in is named', async () => {
    const made = await connections({}, '[profile steel]\nregion = eu-west-1\n');
    const used = await made.use('profile:steel');
    expect(used).toMatchObject({ state: 'signInNeeded', error: { says: { params: { profile: 'steel' } } } });
    expect((await made.list()).currentId).toBe('profile:steel');
    expect(await failed(made.use('profile:nobody'))).toBe('connection.none');
  });

  test('accounts in China are recognised and explained, without a call', async () => {
    const made = await connections({}, '[profile shanghai]\nregion = cn-north-1\n');
    expect(await made.use('profile:shanghai')).toMatchObject({
      state: 'failed',
      error: { code: 'connection.otherPartition' },
    });
  });
});

describe('a sign-in that ends in the middle', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await openSandbox({ dir: join(dir, 'account') });
  });
  afterEach(() => sandbox.close());

  test('is shown at once, and the next call after signing in goes on', async () => {
    const { AwsError } = await import('../../main/sandbox/index.ts');
    const listening = await sandbox.listen();
    const made = await connections({
      AWS_ENDPOINT_URL: listening.url,
      AWS_ACCESS_KEY_ID: listening.accessKeyId,
      AWS_SECRET_ACCESS_KEY: listening.secretAccessKey,
    });
    const states: string[] = [];
    made.onChange((connection) => states.push(connection.state));
    const aws = await made.aws();
    const end = sandbox.hook({
      before: () => {
        throw new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);
      },
    });
    expect(await failed(aws.call('sagemaker', 'ListNotebookInstances', {}))).toBe('connection.expired');
    expect((await made.current()).state).toBe('signInNeeded');
    end();
    expect(await aws.call('sagemaker', 'ListNotebookInstances', {})).toMatchObject({ NotebookInstances: [] });
    expect(states).toEqual(['connecting', 'ready', 'signInNeeded', 'ready']);
  });
});
