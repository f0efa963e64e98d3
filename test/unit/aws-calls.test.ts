import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../main/clock.ts';
import { connectAws } from '../../main/aws/connect.ts';
import { openMeter } from '../../main/aws/meter.ts';
import { ruleOf } from '../../main/aws/repeat.ts';
import { noPoints, type Points } from '../../main/points.ts';
import { AppFailure } from '../../main/failure.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Arn>arn:aws:iam::111122223333:user/ann</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
    response.end(JSON.stringify(body));
  };
const awsError = (code: string, message = '', status = 400, headers: Record<string, string> = {}) =>
  json(status, { __type: code, message }, headers);
const cut: Answer = (request) => void request.socket.destroy();
const half: Answer = (_, response) => void response.end('{"Noteb');
const ok = json(200, { NotebookInstances: [] });

const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** An endpoint that answers from a list, the last one for ever, and a clock that only counts what it is asked to wait. */
async function connected(answers: Answer[], points: Points = noPoints) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (body.includes('GetCallerIdentity')) {
        response.end(identity);
        return;
      }
      const answer = answers[Math.min(seen.length, answers.length - 1)]!;
      seen.push(String(request.headers['x-amz-target'] ?? request.url).replace(/^SageMaker\./, ''));
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const waits: number[] = [];
  const clock: Clock = {
    now: () => Date.now(),
    sleep: async (ms) => {
      waits.push(ms);
    },
  };
  const meter = openMeter();
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const aws = await connectAws(
    {
      region: 'us-east-1',
      endpoint,
      credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x' }),
    },
    { clock, points, meter, random: () => 0.5 },
  );
  return { aws, seen, waits, meter, endpoint };
}

const failed = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(AppFailure);
  return (error as AppFailure).error;
};

describe('a call to AWS', () => {
  test('knows the account, the region and the caller', async () => {
    const { aws } = await connected([ok]);
    expect(aws.target).toEqual({ accountId: '111122223333', region: 'us-east-1', partition: 'aws' });
    expect(aws.callerArn).toBe('arn:aws:iam::111122223333:user/ann');
  });

  test.each([
    ['throttled', awsError('ThrottlingException')],
    ['AWS in trouble', awsError('InternalFailure', '', 500)],
    ['an answer cut off', cut],
    ['an answer that is no answer', half],
  ])('that reads comes back by itself: %s', async (_, answer) => {
    const { aws, seen, waits } = await connected([answer, ok]);
    expect(await aws.call('sagemaker', 'ListNotebookInstances', {})).toMatchObject({ NotebookInstances: [] });
    expect(seen).toHaveLength(2);
    expect(waits).toHaveLength(1);
  });

  test('waits as long as AWS asks for', async () => {
    const { aws, waits } = await connected([
      awsError('ThrottlingException', '', 400, { 'retry-after': '7' }),
      ok,
    ]);
    await aws.call('sagemaker', 'ListNotebookInstances', {});
    expect(waits).toEqual([7000]);
  });

  test('gives up after its tries and says why', async () => {
    const { aws, seen } = await connected([awsError('ThrottlingException')]);
    expect((await failed(aws.call('sagemaker', 'ListNotebookInstances', {}))).code).toBe('throttled');
    expect(seen).toHaveLength(3);
  });

  test('that was refused for good is not repeated', async () => {
    const { aws, seen } = await connected([
      awsError('AccessDeniedException', 'is not authorized to perform: sagemaker:ListNotebookInstances'),
    ]);
    const error = await failed(aws.call('sagemaker', 'ListNotebookInstances', {}));
    expect(error.code).toBe('permission.denied');
    expect(error.technical).toMatchObject({ service: 'sagemaker', awsCode: 'AccessDeniedException' });
    expect(seen).toHaveLength(1);
  });

  test('that makes something and lost its answer is never sent twice', async () => {
    const { aws, seen } = await connected([cut, ok]);
    const lost = aws.call('s3', 'CreateMultipartUpload', { Bucket: 'a-bucket', Key: 'k' });
    expect((await failed(lost)).code).toBe('outcome.unknown');
    expect(seen).toHaveLength(1);
  });

  test('with a token is sent again with the same token, and without one is not', async () => {
    const bodies: string[] = [];
    const note: Answer = (request, _, body) => {
      bodies.push(body);
      request.socket.destroy();
    };
    const { aws } = await connected([note]);
    const input = { StackName: 'a' };
    await failed(aws.call('cloudformation', 'DeleteStack', input));
    expect(bodies).toHaveLength(1);
    await failed(
      aws.call(
        'cloudformation',
        'DeleteStack',
        { ...input, ClientRequestToken: 'token-1' },
        { purpose: 'apply' },
      ),
    );
    expect(bodies.slice(1)).toHaveLength(6);
    expect(bodies.slice(1).every((b) => b.includes('ClientRequestToken=token-1'))).toBe(true);
  });

  test('is bounded in time', async () => {
    const { aws } = await connected([() => undefined]);
    const error = await failed(
      aws.call(
        'sagemaker',
        'StopNotebookInstance',
        { NotebookInstanceName: 'a' },
        { timeoutMs: 50, purpose: 'background' },
      ),
    );
    // Stopping what stops changes nothing, so there is no doubt to speak of.
    expect(error.code).toBe('call.timedOut');
  });

  test('ends when the person cancels', async () => {
    const { aws } = await connected([() => undefined]);
    const cancel = new AbortController();
    const call = failed(aws.call('sagemaker', 'ListNotebookInstances', {}, { signal: cancel.signal }));
    setTimeout(() => cancel.abort(), 30);
    expect((await call).code).toBe('call.cancelled');
  });

  test.each([
    [200, { 'content-type': 'text/html' }],
    [302, { 'content-type': 'text/html', location: 'http://hotel.example/' }],
    [302, { location: 'http://hotel.example/' }],
    [307, { location: 'http://hotel.example/' }],
  ])('tells a sign-in page of the network from AWS (%i %o)', async (status, headers) => {
    const page: Answer = (_, response) => {
      response.writeHead(status, headers as Record<string, string>);
      response.end('<html>Welcome to the hotel</html>');
    };
    const { aws } = await connected([page]);
    expect((await failed(aws.call('sagemaker', 'ListNotebookInstances', {}))).code).toBe(
      'network.captivePortal',
    );
  });

  test('where nothing listens names the address', async () => {
    const { aws, endpoint } = await connected([ok]);
    await new Promise<void>((resolve) => {
      const [server] = servers.splice(0) as unknown as [
        { close(done: () => void): void; closeAllConnections(): void },
      ];
      server.close(resolve);
      server.closeAllConnections();
    });
    const error = await failed(aws.call('sagemaker', 'ListNotebookInstances', {}));
    expect(error.code).toBe('connection.noEndpoint');
    expect(error.says.params).toEqual({ endpoint: new URL(endpoint).host });
  });

  test('learns the time of AWS and goes on when this clock is wrong', async () => {
    const away = new Date(Date.now() + 3_600_000).toUTCString();
    const { aws, seen } = await connected([
      awsError('RequestTimeTooSkewed', 'too large', 403, { date: away }),
      json(200, { NotebookInstances: [] }, { date: away }),
    ]);
    await aws.call('sagemaker', 'ListNotebookInstances', {});
    expect(seen).toHaveLength(2);
    expect(Math.abs(aws.now() - Date.now() - 3_600_000)).toBeLessThan(3_000);
  });

  test('walks all pages with the largest page that AWS gives', async () => {
    const sizes: unknown[] = [];
    const page =
      (next?: string): Answer =>
      (_, response, body) => {
        sizes.push(JSON.parse(body).MaxResults);
        response.end(JSON.stringify({ NotebookInstances: [], NextToken: next }));
      };
    const { aws } = await connected([page('b'), page('c'), page()]);
    let count = 0;
    for await (const _ of aws.pages('sagemaker', 'ListNotebookInstances', {})) count += 1;
    expect(count).toBe(3);
    expect(sizes).toEqual([100, 100, 100]);
  });

  test('is counted', async () => {
    const { aws, meter } = await connected([awsError('ThrottlingException'), ok]);
    await aws.call('sagemaker', 'ListNotebookInstances', {}, { purpose: 'facts' });
    expect(meter.totals()).toEqual({ 'sts:GetCallerIdentity': 1, 'sagemaker:ListNotebookInstances': 2 });
    expect(meter.recent().map((m) => m.outcome)).toEqual(['ok', 'throttled', 'ok']);
  });
});

describe('rules for repeating', () => {
  test('cover every operation that the program can send, and only what reads is taken for reading', async () => {
    const folder = join(process.cwd(), 'main/aws/services');
    const unsure: string[] = [];
    for (const file of await readdir(folder)) {
      const service = file.replace('.ts', '');
      // eslint-disable-next-line no-unsanitized/method -- files of our own folder, read from the disk
      const module = (await import(join(folder, file))) as object;
      for (const name of Object.keys(module).filter((n) => n.endsWith('Command'))) {
        const operation = name.slice(0, -'Command'.length);
        const { rule } = ruleOf(service, operation);
        if (rule === 'once') unsure.push(`${service}:${operation}`);
        if (rule === 'read')
          expect(operation).not.toMatch(/^(Create|Put|Delete|Start|Stop|Submit|Terminate|Update|Execute)/);
      }
    }
    expect(unsure).toEqual(['batch:SubmitJob', 's3:CreateMultipartUpload']);
  });
});
