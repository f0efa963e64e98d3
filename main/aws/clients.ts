/** SDK clients, made when first needed: one dynamic `import()` per service, one client per service and region. */
import type { fromEnv } from '@aws-sdk/credential-providers';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ServiceModules, ServiceName } from './aws.ts';
import { isHiddenError, longestError, namesError } from './hidden-error.ts';
import { askedPause } from './retry-after.ts';

/** Gives credentials when asked, and fresh ones when they have run out. */
export type Credentials = ReturnType<typeof fromEnv>;

/** What is needed to call AWS. `endpoint` only where it is not AWS's own (the sandbox, a test server). */
export interface AwsAccess {
  region: string;
  credentials: Credentials;
  endpoint?: string;
}

/** Of one HTTP answer, also when the call then fails. */
export interface HttpAnswer {
  status: number;
  html: boolean;
  /** AWS numbers every answer. */
  numbered: boolean;
  retryAfterMs: number | undefined;
  /** ms since 1970 by AWS's clock, to the second. */
  date: number | undefined;
}

export interface Sender {
  /** Sends once, without any repeat of the SDK's own. `heard` is told of the answer before it is decoded. */
  send(
    service: ServiceName,
    operation: string,
    input: object,
    how: { region: string; signal: AbortSignal; offsetMs: number; heard: (answer: HttpAnswer) => void },
  ): Promise<object>;
  /** Lets go of the connections that are open: after a long pause their other ends may be gone without a word. */
  forget(): void;
  close(): void;
}

const load: { [S in ServiceName]: () => Promise<ServiceModules[S]> } = {
  batch: () => import('./services/batch.ts'),
  cloudformation: () => import('./services/cloudformation.ts'),
  cloudwatch: () => import('./services/cloudwatch.ts'),
  codebuild: () => import('./services/codebuild.ts'),
  ec2: () => import('./services/ec2.ts'),
  ecr: () => import('./services/ecr.ts'),
  iam: () => import('./services/iam.ts'),
  logs: () => import('./services/logs.ts'),
  pricing: () => import('./services/pricing.ts'),
  s3: () => import('./services/s3.ts'),
  sagemaker: () => import('./services/sagemaker.ts'),
  scheduler: () => import('./services/scheduler.ts'),
  'service-quotas': () => import('./services/service-quotas.ts'),
  sns: () => import('./services/sns.ts'),
  sts: () => import('./services/sts.ts'),
};

/** Services that answer in a few regions only; the Price List has no endpoint in most. */
const home: Partial<Record<ServiceName, string>> = { pricing: 'us-east-1' };

/**
 * Without `info` and `error` the SDK does not prepare what it would log: that walks through every answer once more, a tenth
 * of the time of a long list.
 */
const quiet = { trace: () => undefined, debug: () => undefined, warn: () => undefined };

interface Exchange {
  response?: { statusCode?: number; headers?: Record<string, string>; body?: unknown };
}

/** The members of the SDK's clients that are used here; their own types differ per service. */
interface SdkClient {
  config: { systemClockOffset: number };
  send(command: object, options: { abortSignal: AbortSignal }): Promise<object>;
  destroy(): void;
}

interface SdkCommand {
  middlewareStack: {
    add(
      middleware: (next: (args: object) => Promise<Exchange>) => (args: object) => Promise<Exchange>,
      options: { step: 'deserialize'; priority: 'low'; name: string },
    ): void;
  };
}

type Constructor<I, T> = new (input: I) => T;

/** Gives an error that came as a success the status of one, so that the SDK reads it as that. */
async function unhide(response: NonNullable<Exchange['response']>): Promise<void> {
  const { statusCode = 0, headers = {}, body } = response;
  const bytes = Number(headers['content-length'] ?? 0);
  if (statusCode >= 300 || bytes > longestError || !(body instanceof Readable)) return;
  const whole = new Uint8Array(await buffer(body));
  response.body = whole;
  if (isHiddenError(whole) || namesError(headers)) response.statusCode = 500;
}

function readAnswer({ statusCode = 0, headers = {} }: NonNullable<Exchange['response']>): HttpAnswer {
  const header = (name: string) => Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const date = Date.parse(header('date') ?? '');
  return {
    status: statusCode,
    html: /text\/html/i.test(header('content-type') ?? ''),
    numbered: header('x-amzn-requestid') !== undefined || header('x-amz-request-id') !== undefined,
    retryAfterMs: askedPause(header),
    date: Number.isNaN(date) ? undefined : date,
  };
}

export function openSender(access: AwsAccess): Sender {
  const clients = new Map<string, Promise<{ client: SdkClient; commands: object }>>();

  async function make(service: ServiceName, region: string) {
    const commands = await load[service]();
    const Client = commands.Client as unknown as Constructor<object, SdkClient>;
    const client = new Client({
      region: home[service] ?? region,
      credentials: access.credentials,
      maxAttempts: 1,
      userAgentAppId: 'millwright',
      logger: quiet,
      requestHandler: { connectionTimeout: 5_000 },
      ...(access.endpoint === undefined ? {} : { endpoint: access.endpoint }),
      ...(service !== 's3'
        ? {}
        : access.endpoint === undefined
          ? { followRegionRedirects: true }
          : { forcePathStyle: true }),
    });
    return { client, commands };
  }

  const drop = () => {
    for (const made of clients.values())
      void made.then(
        ({ client }) => client.destroy(),
        () => undefined,
      );
    clients.clear();
  };

  return {
    async send(service, operation, input, how) {
      const key = `${service} ${how.region}`;
      let made = clients.get(key);
      if (made === undefined) {
        made = make(service, how.region);
        clients.set(key, made);
      }
      const { client, commands } = await made;
      const Command = Reflect.get(commands, `${operation}Command`) as
        Constructor<object, SdkCommand> | undefined;
      if (Command === undefined)
        throw new Error(`${service}.${operation} is not listed in main/aws/services`);
      client.config.systemClockOffset = how.offsetMs;
      const command = new Command(input);
      command.middlewareStack.add(
        (next) => async (args) => {
          const exchange = await next(args);
          const { response } = exchange;
          if (response === undefined) return exchange;
          how.heard(readAnswer(response));
          if (operation !== 'GetObject') await unhide(response);
          return exchange;
        },
        { step: 'deserialize', priority: 'low', name: 'millwrightAnswer' },
      );
      return client.send(command, { abortSignal: how.signal });
    },
    forget: drop,
    close: drop,
  };
}
