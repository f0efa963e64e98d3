/** How calls are repeated, counted on the wire: a server that answers from a list, and a clock that only counts. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, describe, expect, test } from 'vitest';
import { openMemory } from '../../main/aws/account-time.ts';
import { connectAws } from '../../main/aws/connect.ts';
import { openMeter } from '../../main/aws/meter.ts';
import { knownRule, openBudget, patience, pauseMs } from '../../main/aws/repeat.ts';
import { askedPause } from '../../main/aws/retry-after.ts';
import type { Clock } from '../../main/clock.ts';
import { AppFailure } from '../../main/failure.ts';
import { noPoints } from '../../main/points.ts';
import { shows } from '../status/shows.ts';

type Answer = (response: ServerResponse) => void;
const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Arn>arn:aws:iam::111122223333:user/ann</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
    response.end(JSON.stringify(body));
  };
const refused = (code: string, status: number, headers: Record<string, string> = {}) =>
  json(status, { __type: code, message: 'no' }, headers);
const xml =
  (code: string, status: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/xml', ...headers });
    response.end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);
  };
const ec2 =
  (code: string): Answer =>
  (response) => {
    response.writeHead(400, { 'content-type': 'text/xml', date: new Date().toUTCString() });
    response.end(
      `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`,
    );
  };
const portal =
  (status: number): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html', location: 'http://hotel.example/' });
    response.end('<html>Welcome to the hotel</html>');
  };
const cut: Answer = (response) => void response.socket?.destroy();
const ok = json(200, { NotebookInstances: [] });

const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** `answers`: by their order, the last one for ever. */
async function open(answers: Answer[]) {
  let count = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (body.includes('GetCallerIdentity')) {
        response.end(identity);
        return;
      }
      const answer = answers[Math.min(count, answers.length - 1)]!;
      count += 1;
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const waits: number[] = [];
  let waited = 0;
  const clock: Clock = {
    now: () => Date.now() + waited,
    sleep: async (ms) => {
      waits.push(ms);
      waited += ms;
    },
  };
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x' });
  const tools = { clock, points: noPoints, meter: openMeter(), random: () => 0.5, memory: openMemory(clock) };
  const connect = () => connectAws({ region: 'us-east-1', endpoint, credentials }, tools);
  return { aws: await connect(), connect, waits, count: () => count };
}

const failed = async (work: Promise<unknown>): Promise<AppFailure> => {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(AppFailure);
  return error as AppFailure;
};

describe('a call that carries no token', () => {
  const start = { Bucket: 'a-bucket', Key: 'k' };
  test.each([
    ['the line is cut', cut],
    ['AWS is in trouble', xml('InternalError', 500)],
    ['AWS is not there', xml('ServiceUnavailable', 503)],
    ['a front door gives up', xml('GatewayTimeout', 504)],
    ['a page of the network answers in place of AWS', portal(200)],
    ['the network sends it elsewhere', portal(302)],
  ])('is sent once when %s, and its end is unknown' + shows('done-when:2.2/retries'), async (_, answer) => {
    const { aws, count, waits } = await open([answer]);
    const error = await failed(aws.call('s3', 'CreateMultipartUpload', start, { purpose: 'apply' }));
    expect(error.error.code).toBe('outcome.unknown');
    expect(count()).toBe(1);
    expect(waits).toEqual([]);
  });

  test('is sent again when AWS said that it did not look at it', async () => {
    const made = '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>';
    const { aws, count } = await open([xml('SlowDown', 503), (response) => void response.end(made)]);
    expect((await aws.call('s3', 'CreateMultipartUpload', start)).UploadId).toBe('u');
    expect(count()).toBe(2);
  });
});

describe('a call that AWS takes once however often it is sent', () => {
  const stack = { StackName: 'a', ChangeSetName: 'b', ClientToken: 'token-1' };
  test.each([
    ['AWS is in trouble', xml('InternalFailure', 500), 'aws.unavailable'],
    ['a front door gives up', xml('BadGateway', 502), 'aws.unavailable'],
    ['AWS is not there', xml('ServiceUnavailable', 503), 'aws.unavailable'],
    ['the line is cut', cut, 'network.lost'],
    ['a page of the network answers', portal(200), 'network.captivePortal'],
  ])('fails with its own trouble when %s, so that waiting goes on', async (_, answer, code) => {
    const { aws, count } = await open([answer]);
    const error = await failed(aws.call('cloudformation', 'CreateChangeSet', stack, { purpose: 'apply' }));
    expect(error.error.code).toBe(code);
    expect(count()).toBe(6);
    const { aws: other, count: all } = await open([answer]);
    const { ClientToken: _token, ...without } = stack;
    expect((await failed(other.call('cloudformation', 'CreateChangeSet', without))).error.code).toBe(
      'outcome.unknown',
    );
    expect(all()).toBe(1);
  });

  test('is doubted when a lost answer is followed by a refusal', async () => {
    const denied: Answer = (response) => {
      response.writeHead(403, { 'content-type': 'text/xml' });
      response.end(
        '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
      );
    };
    const { aws } = await open([cut, denied]);
    const error = await failed(aws.call('cloudformation', 'CreateChangeSet', stack));
    expect(error.error.code).toBe('outcome.unknown');
  });
});

describe('the number of requests', () => {
  test.each([
    ['a person looks at a screen', 'screen', 3],
    ['a plan is carried out', 'apply', 6],
    ['nobody waits', 'background', 2],
  ] as const)('is that of our own tries while %s: the SDK adds none', async (_, purpose, tries) => {
    const { aws, count } = await open([refused('ThrottlingException', 400)]);
    const error = await failed(aws.call('sagemaker', 'ListNotebookInstances', {}, { purpose }));
    expect(error.error.code).toBe('throttled');
    expect(count()).toBe(tries);
  });

  test('has one limit per service and purpose, also after signing in again', async () => {
    const { aws, connect, count } = await open([refused('ThrottlingException', 400, { 'retry-after': '0' })]);
    const ask = async (to: typeof aws) =>
      failed(to.call('sagemaker', 'ListNotebookInstances', {}, { purpose: 'background' }));
    // Many at once, and no time passes.
    await Promise.all(Array.from({ length: 20 }, () => ask(aws)));
    expect(count()).toBeLessThanOrEqual(20 + patience.background.repeats + 1);
    const before = count();
    const again = await connect();
    await ask(again);
    expect(count() - before).toBe(1);
    // Another purpose has its own.
    await failed(again.call('sagemaker', 'ListNotebookInstances', {}, { purpose: 'apply' }));
    expect(count() - before).toBe(1 + patience.apply.tries);
  });

  test('is not used up by a clock that is set back', () => {
    let now = 1_000_000_000;
    const budget = openBudget(() => now);
    expect(budget.take('s3', 'screen')).toBe(true);
    now -= 26 * 3_600_000;
    expect(budget.take('s3', 'screen')).toBe(true);
  });
});

describe('a pause that AWS asks for', () => {
  const date = 'Fri, 20 Nov 2026 10:00:00 GMT';
  test.each([
    ['in seconds', { 'retry-after': '7' }, 7_000],
    ['as a date, by the clock of AWS', { 'retry-after': 'Fri, 20 Nov 2026 10:00:09 GMT', date }, 9_000],
    ['in milliseconds', { 'x-amz-retry-after': '1234' }, 1_234],
    ['in milliseconds rather than in seconds', { 'x-amz-retry-after': '1500', 'retry-after': '9' }, 1_500],
  ])('is kept exactly: %s' + shows('done-when:2.2/retries'), async (_, headers, pause) => {
    for (const answer of [
      refused('ThrottlingException', 400, headers),
      refused('Unavailable', 503, headers),
    ]) {
      const { aws, waits } = await open([answer, ok]);
      await aws.call('sagemaker', 'ListNotebookInstances', {});
      expect(waits).toEqual([pause]);
    }
  });

  test('is not sat out inside one call when it is long, and the failure tells it', async () => {
    const { aws, waits } = await open([refused('ThrottlingException', 400, { 'retry-after': '300' })]);
    const error = await failed(aws.call('sagemaker', 'ListNotebookInstances', {}));
    expect(error.askedMs).toBe(300_000);
    expect(waits).toEqual([]);
  });

  test('that cannot be read is none', () => {
    const of = (headers: Record<string, string>) => askedPause((name) => headers[name]);
    expect(of({ 'retry-after': 'soon' })).toBeUndefined();
    expect(of({ 'retry-after': '-3' })).toBeUndefined();
    expect(of({ 'retry-after': date })).toBeUndefined();
    expect(of({ 'x-amz-retry-after': 'x' })).toBeUndefined();
    expect(of({ 'retry-after': date, date: 'Fri, 20 Nov 2026 11:00:00 GMT' })).toBe(0);
  });
});

test(
  'without being asked, pauses lie anywhere between nothing and a limit that doubles' +
    shows('done-when:2.2/retries'),
  () => {
    const why = { throttled: true, askedMs: undefined };
    for (const tries of [1, 2, 3, 4, 5]) {
      const most = 500 * 2 ** tries;
      expect(pauseMs(tries, why, () => 0)).toBe(0);
      expect(pauseMs(tries, why, () => 0.5)).toBe(most / 2);
      expect(pauseMs(tries, why, () => 1)).toBe(most);
    }
    expect(pauseMs(20, why, () => 1)).toBe(20_000);
  },
);

describe('what only looks like something else', () => {
  test.each([
    'LimitExceededException',
    'LimitExceeded',
    'ResourceLimitExceeded',
    'ServiceQuotaExceededException',
  ])('%s is a limit that waiting does not raise, so it is asked once', async (code) => {
    const { aws, count } = await open([refused(code, 400)]);
    const error = await failed(aws.call('sagemaker', 'ListNotebookInstances', {}, { purpose: 'apply' }));
    expect(error.error.code).toMatch(/^quota\./);
    expect(count()).toBe(1);
  });

  test('"request expired" of EC2 with clocks that agree is a sign-in that ran out', async () => {
    const { aws, count } = await open([ec2('RequestExpired')]);
    const error = await failed(aws.call('ec2', 'DescribeVpcs', {}, { purpose: 'apply' }));
    expect(error.error.code).toBe('connection.expired');
    expect(count()).toBe(2);
  });

  test("a page of the network does not tell AWS's time", async () => {
    const away = { 'content-type': 'text/html', date: new Date(Date.now() + 9_000_000).toUTCString() };
    const page: Answer = (response) => {
      response.writeHead(200, away);
      response.end('<html>Sign in</html>');
    };
    const { aws } = await open([page]);
    await failed(aws.call('sagemaker', 'ListNotebookInstances', {}));
    expect(aws.offsetMs).toBe(0);
  });
});

/** Every `call('service', 'Operation'` and every operation that plans name, with the file that holds it. */
function operationsInSources(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  const text = (node: ts.Node | undefined) =>
    node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('sandbox') && !file.startsWith('aws/services'))
    .map((file) => join(folder, file));
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const [service, operation] = node.arguments.map(text);
        const callee = ts.isPropertyAccessExpression(node.expression)
          ? node.expression.name.text
          : node.expression.getText();
        if (/^(?:call|pages|anyCall)$/.test(callee) && service !== undefined && operation !== undefined)
          found.set(`${service}:${operation}`, file);
        if (callee === 'notebookCall' && service !== undefined) found.set(`sagemaker:${service}`, file);
      }
      if (ts.isObjectLiteralExpression(node)) {
        const member = (name: string) =>
          node.properties.flatMap((p) =>
            ts.isPropertyAssignment(p) && p.name.getText() === name ? [text(p.initializer)] : [],
          )[0];
        const [service, operation] = [member('service'), member('operation')];
        if (service !== undefined && operation !== undefined) found.set(`${service}:${operation}`, file);
      }
      // What plans can call and take back is data: `'sagemaker:StartNotebookInstance': { operation: 'Stop…' }`.
      if (ts.isPropertyAssignment(node) && file.endsWith('things.ts')) {
        const [service, operation] = (text(node.name) ?? '').split(':');
        if (service !== undefined && operation !== undefined) {
          found.set(`${service}:${operation}`, file);
          const inverse = /operation: '(\w+)'/.exec(node.initializer.getText())?.[1];
          if (inverse !== undefined) found.set(`${service}:${inverse}`, file);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

test('every call in the sources has a rule for being repeated' + shows('done-when:2.2/retries'), () => {
  const calls = operationsInSources(join(process.cwd(), 'main'));
  const without = [...calls].filter(([call]) => {
    const [service = '', operation = ''] = call.split(':');
    return knownRule(service, operation) === undefined;
  });
  expect(without).toEqual([]);
  // The search would find one: these are there, in each of the forms.
  for (const call of [
    'cloudformation:ExecuteChangeSet',
    's3:UploadPart',
    'sagemaker:StartNotebookInstance',
    'sagemaker:StopNotebookInstance',
    'sagemaker:DeleteNotebookInstance',
    'sagemaker:CreatePresignedNotebookInstanceUrl',
    's3:DeleteBucket',
  ])
    expect([...calls.keys()], call).toContain(call);
  expect(knownRule('batch', 'CreateSchedulingPolicy')).toBeUndefined();
});
