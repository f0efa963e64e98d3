/**
 * Secrets of every kind through every wizard and operation, while the account answers with every kind of trouble and quotes
 * what it was sent: the request's own headers, the keys, a presigned address. None of it leaves main.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planSources } from '../../main/plans/sources.ts';
import { AwsError, DropAnswer } from '../../main/sandbox/index.ts';
import { template } from '../../main/wizards/template/index.ts';
import type { Answers } from '../../preload/contract/wizard.ts';
import { shows } from '../status/shows.ts';
import { filesBelow, leaksIn, type Piece, type Secret } from '../support/leaks.ts';
import { openSpine, type Spine } from '../support/spine.ts';
import { plant, talkative, type Planted } from './support/planted.ts';
import { openWhole, valueOf, type Page, type WholeProgram } from './support/whole-program.ts';

const everything = process.env['MILLWRIGHT_LONG'] !== undefined;
const bucket = 'planted-bucket-4417';
const notebook = 'planted-notes';
const presigned =
  'https://notes.notebook.eu-central-1.sagemaker.aws?authToken=PlantedPresignedToken4417abcdefghijkl';
const ssoToken = 'PlantedSingleSignOnToken4417.abcdefghijklmnopqrstuvwxyz';

/** Answers that plan here, by source; a new source without answers fails the first test. */
const answersOf: Record<string, Answers> = {
  foundation: {},
  storage: { name: bucket },
  notebook: {
    name: notebook,
    size: 'ml.t3.medium',
    bucket: { choice: bucket },
    evening: { at: '19:00', timeZone: 'UTC' },
  },
  'notebook-start': { name: notebook },
  'notebook-stop': { name: notebook },
  'notebook-extend': { name: notebook, hours: 4 },
  'notebook-change': { name: notebook, size: 'ml.m5.xlarge' },
  'notebook-delete': { name: notebook },
  'storage-change': { name: bucket, old: { glacier: true } },
  'storage-delete': { name: bucket },
  'foundation-change': { email: 'alerts@example.com' },
  'drift-put-back': { kind: 'storage', name: bucket },
  template: template.example,
  'template-delete': { stackName: 'millwright-template-news' },
  'stack-remove': { stackName: `millwright-notebook-${notebook}` },
  'stack-continue': { stackName: `millwright-notebook-${notebook}` },
  'stack-roll-back': { stackName: `millwright-notebook-${notebook}` },
  'data-upload': { stageId: 'a'.repeat(32), bucket },
  'data-delete': { bucket, keys: ['rows.csv'] },
  'gpu-training': {
    name: 'planted-training',
    code: `s3://${bucket}/program/`,
    data: { training: `s3://${bucket}/train.csv` },
    bucket: { choice: bucket },
  },
  'job-again': { name: 'sales' },
  'quota-request': {
    service: 'ec2',
    code: 'L-DB2E81BA',
    name: 'Running On-Demand G and VT instances',
    wanted: 8,
  },
  'job-stop': { id: '0f0f0f0f-1111-2222-3333-444444444444' },
};
const sources = planSources.map(({ id }) => id);

test('every wizard and operation has its answers here', () => {
  expect(sources.filter((id) => answersOf[id] === undefined)).toEqual([]);
});

/** By class of trouble, in its spellings: code and status of the refusal, or a cut line. */
const troubles: Record<string, [string, number] | 'cut'> = {
  throttle: ['ThrottlingException', 400],
  'too many requests': ['TooManyRequestsException', 429],
  server: ['InternalFailure', 500],
  unavailable: ['ServiceUnavailable', 503],
  network: 'cut',
  expired: ['ExpiredTokenException', 400],
  'unknown key': ['InvalidClientTokenId', 403],
  'wrong signature': ['SignatureDoesNotMatch', 403],
  'wrong clock': ['RequestTimeTooSkewed', 403],
  denied: ['AccessDeniedException', 400],
  quota: ['ResourceLimitExceeded', 400],
  limit: ['LimitExceededException', 400],
  conflict: ['ConflictException', 409],
  exists: ['AlreadyExistsException', 400],
  'wrong input': ['ValidationException', 400],
};
const troubleNames = Object.keys(troubles);

let spine: Spine;
let planted: Planted;
let program: WholeProgram;
let page: Page;
let pairs = { tried: 0, dropped: 0 };
const known = (): Secret[] => [
  ...Object.entries(planted.env).map(([name, value]) => ({ name, value })),
  { name: 'bearer of the sandbox', value: spine.env['AWS_SECRET_ACCESS_KEY'] ?? '' },
  { name: 'presigned address', value: new URL(presigned).searchParams.get('authToken') ?? '' },
  ...program.secrets,
];

beforeAll(async () => {
  spine = await openSpine();
  planted = await plant(spine);
  program = await openWhole({ spine, env: planted.env, stateDir: spine.stateDir });
  page = await program.openPage();
  for (const source of ['foundation', 'storage', 'notebook'])
    expect((await program.perform(page, source, answersOf[source] ?? {})).task.state).toBe('succeeded');
}, 60_000);
afterAll(async () => {
  await program.close();
  await spine.close();
  const { tried, dropped } = pairs;
  if (dropped > 0)
    console.info(`dropped for time: ${dropped} of ${dropped + tried} pairs of a source and a trouble`);
});

async function exportsOf(of: Page): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const { id } of valueOf(await of.api.plans.list({})))
    for (const to of ['plan', 'cloudformation', 'cli', 'html'] as const) {
      const exported = await of.api.plans.exportAs({ id, to });
      for (const { name, text } of exported.ok ? exported.value.files : [])
        pieces.push({ where: `export: ${to}`, bytes: Buffer.from(`${name}\n${text}`) });
    }
  return pieces;
}

const summed = (pieces: Piece[], secrets: Secret[]): string[] => [
  ...new Set(
    leaksIn(pieces, secrets).map(({ secret, encoding, where }) => `${secret}, ${encoding}, in ${where}`),
  ),
];

/** The account refuses every call over the wire while this runs, and quotes all that it knows. */
async function under(trouble: string, work: () => Promise<void>): Promise<number> {
  let met = 0;
  const stop = spine.sandbox.hook({
    before({ via }) {
      if (via !== 'wire') return;
      met += 1;
      const how = troubles[trouble] ?? 'cut';
      if (how === 'cut') throw new DropAnswer();
      throw new AwsError(how[0], talkative(planted, presigned), how[1]);
    },
  });
  await work();
  stop();
  return met;
}

test(
  `${sources.length} wizards and operations x ${troubleNames.length} kinds of trouble tell nothing` +
    shows('done-when:2.5/secrets'),
  async () => {
    let tried = 0;
    let dropped = 0;
    let met = 0;
    for (const [at, source] of sources.entries())
      for (const [kind, trouble] of troubleNames.entries()) {
        // Each source and each trouble at least once; the whole product is for the long run.
        if (!everything && kind % sources.length !== at % sources.length && (kind + at) % 7 !== 0) {
          dropped += 1;
          continue;
        }
        tried += 1;
        const answers = answersOf[source] ?? {};
        met += await under(trouble, async () => {
          const made = await page.api.plans.make({ source, answers });
          if (!made.ok) return;
          const { id, digest } = made.value;
          await page.api.plans.askConsent({ id, digest });
          await page.api.plans.apply({ id, digest, ticket: 'x'.repeat(43) });
        });
        if (['notebook', 'gpu-training', 'storage', 'foundation'].includes(source))
          met += await under(trouble, async () => {
            await page.api.wizards.open({ id: source });
            await page.api.wizards.lookUpPrices({ id: source });
          });
      }
    pairs = { tried, dropped };
    expect(met).toBeGreaterThan(tried);
    const pieces = [...program.left, ...(await filesBelow(program.stateDir)), ...(await exportsOf(page))];
    expect(summed(pieces, known())).toEqual([]);
    expect(program.faults).toEqual([]);
  },
  600_000,
);

/** An endpoint that answers everything with what it was sent: address, headers and body, in one form after the other. */
async function openEcho(): Promise<{ url: string; asked: () => string; server: Server }> {
  let count = 0;
  let heard = '';
  const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const echo = `${request.method ?? ''} ${request.url ?? ''} ${JSON.stringify(request.headers)} ${body} ${talkative(planted, presigned)}`;
    heard += echo;
    count += 1;
    const xml = echo.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const forms: [number, string, string][] = [
      [200, 'text/html', `<html><title>Sign in to the network</title><body>${xml}</body></html>`],
      [503, 'text/html', `<html><body>${xml}</body></html>`],
      [400, 'application/x-amz-json-1.1', JSON.stringify({ __type: 'ValidationException', message: echo })],
      [
        403,
        'application/xml',
        `<Error><Code>AccessDenied</Code><Message>${xml}</Message><RequestId>${xml}</RequestId></Error>`,
      ],
      [407, 'text/plain', echo],
      [
        200,
        'application/json',
        JSON.stringify({ message: echo, Error: { Code: 'InternalError', Message: echo } }),
      ],
      [302, 'text/plain', echo],
    ];
    const [status, type, text] = forms[count % forms.length] ?? [500, 'text/plain', echo];
    const header = encodeURIComponent(echo).slice(0, 4000);
    response.writeHead(status, {
      'content-type': type,
      'x-amzn-errortype': 'AccessDenied',
      'x-amzn-requestid': header,
      ...(status === 302 && { location: presigned }),
    });
    response.end(text);
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => heard, server };
}

test(
  'an endpoint that sends back all that it was sent is not repeated to anybody' +
    shows('done-when:2.5/secrets'),
  async () => {
    const echo = await openEcho();
    const folder = await mkdtemp(join(tmpdir(), 'millwright-echo-'));
    const password = 'planted-password-4417';
    const stateDir = join(folder, 'state');
    const home = join(folder, 'home', '.aws');
    await mkdir(join(home, 'sso', 'cache'), { recursive: true });
    await writeFile(
      join(home, 'config'),
      '[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Viewer\nregion = eu-central-1\n' +
        '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\nsso_registration_scopes = sso:account:access\n' +
        `[profile keys]\naws_access_key_id = ${planted.env.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${planted.env.AWS_SECRET_ACCESS_KEY}\naws_session_token = ${planted.env.AWS_SESSION_TOKEN}\nregion = eu-central-1\n` +
        `[profile process]\ncredential_process = /bin/echo not-json-${password}\nregion = eu-central-1\n`,
    );
    const cached = {
      startUrl: 'https://corp.awsapps.com/start',
      region: 'eu-central-1',
      accessToken: ssoToken,
      expiresAt: '2099-01-01T00:00:00Z',
      clientSecret: `${ssoToken}-client`,
      refreshToken: `${ssoToken}-refresh`,
    };
    const cacheFile = `${createHash('sha1').update('corp').digest('hex')}.json`;
    await writeFile(join(home, 'sso', 'cache', cacheFile), JSON.stringify(cached), { mode: 0o600 });
    const before = { HOME: process.env['HOME'], AWS_ENDPOINT_URL: process.env['AWS_ENDPOINT_URL'] };
    Object.assign(process.env, { HOME: join(folder, 'home'), AWS_ENDPOINT_URL: echo.url });
    const env = { ...planted.env, AWS_ENDPOINT_URL: echo.url, AWS_CONFIG_FILE: join(home, 'config') };
    const other = await openWhole({ spine, env, stateDir });
    try {
      const window = await other.openPage();
      const { connections } = valueOf(await window.api.connections.list({}));
      expect(connections.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['environment', 'profile:sso', 'profile:keys', 'profile:process']),
      );
      for (const id of ['environment', 'environment', 'profile:sso', 'profile:process'])
        for (const region of ['eu-central-1', 'us-east-1']) {
          await window.api.connections.use({ id, region });
          await window.api.home.summary({ refresh: true });
          await window.api.notebooks.get({ name: notebook });
          await window.api.notebooks.open({ name: notebook, page: 'lab' });
          await window.api.data.preview({ bucket, key: 'rows.csv' });
          await window.api.data.download({ bucket, key: 'rows.csv' });
          for (const source of ['notebook', 'storage', 'foundation'])
            await window.api.plans.make({ source, answers: answersOf[source] ?? {} });
          await window.api.plans.make({
            source: 'notebook',
            answers: { ...answersOf['notebook'], git: `https://person:${password}@git.example/a.git` },
          });
          await window.api.wizards.keep({
            id: 'notebook',
            answers: { name: 'kept', git: `https://person:${password}@git.example/a.git` },
            station: 'basics',
          });
          await window.api.connections.list({});
        }
      const secrets: Secret[] = [
        ...known(),
        ...other.secrets,
        { name: 'token of single sign-on', value: ssoToken },
        { name: 'password of a repository', value: password },
      ];
      // The endpoint really was told, and said it back: keys in headers, the token of single sign-on too.
      expect(echo.asked()).toContain(planted.env.AWS_SESSION_TOKEN);
      expect(echo.asked()).toContain(ssoToken);
      const pieces = [...other.left, ...(await filesBelow(stateDir)), ...(await exportsOf(window))];
      expect(summed(pieces, secrets)).toEqual([]);
      // The search sees these places.
      expect(leaksIn(pieces, [{ name: 'notebook', value: notebook }]).length).toBeGreaterThan(0);
      expect(
        leaksIn([...pieces, { where: 'mutant', bytes: Buffer.from(echo.asked()) }], secrets).length,
      ).toBeGreaterThan(3);
    } finally {
      for (const [name, value] of Object.entries(before))
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      await other.close();
      echo.server.closeAllConnections();
      echo.server.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
