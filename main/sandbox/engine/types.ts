/**
 * The shapes that every service of the sandbox account is written in. A service is a table of operations and resource
 * kinds and a few functions; the engine does identity, states over time, pages, ledger, permissions and storage.
 */
import type { AccessAnswer, AccessNeed, AccessProvider, AccessQuestion, Principal } from './access.ts';
import type { Pages } from './pages.ts';

export type * from './access.ts';
export type * from './pages.ts';

/**
 * An error as AWS gives it: code, HTTP status and text. `code` is the wire code (`NoSuchEntity`) or the name of the
 * modelled error (`NoSuchEntityException`). Without `status` the modelled one counts, else 400. `members` are extra
 * fields of modelled errors.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly members: Record<string, unknown>;
  constructor(code: string, message: string, status?: number, members: Record<string, unknown> = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** Time in the account. `now` is virtual; timers fire in virtual order, also those due while the program was closed. */
export interface VirtualClock {
  now(): number;
  readonly speed: number;
}

/** What one resource kind promises. `R` is stored as JSON. */
export interface Kind<R> {
  /** `sagemaker/notebook-instance`: unique in the account, also the ledger's type. */
  name: string;
  /** Primary key inside account and region. */
  key(resource: R): string;
  /** `global` kinds (IAM, buckets) live in one table for all regions. */
  scope: 'region' | 'global';
  /** What is billed while it is in its present state, for the ledger. Empty: free. */
  billed?(resource: R): BilledItem[];
  /** Rows that a service writes down (metric points, log events, publications): no resource, so not in the ledger. */
  record?: true;
}

export interface BilledItem {
  /** Key of the price book: `sagemaker:notebook:ml.t3.medium`. */
  priceKey: string;
  quantity: number;
  unit: 'hour' | 'minute' | 'gb-month';
}

/**
 * Resources of one kind. What comes out is deeply frozen: change it by `put({...old, status: 'Stopped'})`. What goes in
 * is kept as JSON: instants are ISO strings or ms, not `Date`.
 */
export interface Table<R> {
  get(key: string): Readonly<R> | undefined;
  /** Durable before the answer of the running call leaves; updates the ledger. */
  put(resource: R): void;
  delete(key: string): void;
  /** In the order of creation. */
  list(): Readonly<R>[];
  /**
   * In the order of keys (bytes of UTF-8, as S3 sorts), from an index: at most `limit` of those that begin with
   * `prefix` and come after `after` (or at `from` and after).
   */
  range(options: { prefix?: string; after?: string; from?: string; limit: number }): Readonly<R>[];
  /** The last of them, in the same order and from the same index: at most `limit` at `from` or after, and before `before`. */
  last(options: { prefix?: string; from?: string; before?: string; limit: number }): Readonly<R>[];
}

/** Everything ever made and billed, with who made it. The judge of every end-to-end and crash test. */
export interface LedgerEntry {
  kind: string;
  key: string;
  region: string;
  madeAt: string;
  madeBy: string;
  goneAt: string | null;
  /** Who ended it; null while it is. */
  goneBy: string | null;
  /** Spans of time in which something was billed. */
  billed: { priceKey: string; quantity: number; unit: string; from: string; to: string | null }[];
}

/** Something that will happen later in virtual time. Kept on disk; `handler` is a name that a service registered. */
export interface Timer {
  id: string;
  dueAt: number;
  handler: string;
  region: string;
  data: unknown;
}

export interface PerformRequest {
  /** Signing name: `sagemaker`, `iam`, `s3`, … */
  service: string;
  operation: string;
  input: Record<string, unknown>;
  as: Principal;
  region: string;
  /** HTTP facts when the call came over the wire. */
  http?: CallHttp;
}

/** HTTP facts that S3 needs. */
export interface CallHttp {
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The real bytes of a streaming body (chunk framing removed); the same object as the input's blob member. */
  body?: AsyncIterable<Uint8Array>;
  /** Trailing headers (checksums) of a chunked upload; filled when `body` has been read to its end. */
  trailers?: Record<string, string>;
  method?: string;
  url?: string;
  /** Set by an operation whose answer has another status than the modelled one (206 for a range), or more headers. */
  answer?: { status?: number; headers?: Record<string, string> };
}

export interface SandboxAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly partition: 'aws';
  readonly clock: VirtualClock;
  table<R>(kind: Kind<R>, region: string): Table<R>;
  /** The same way that a call from the wire takes: validation, permission, operation, ledger. Throws AwsError. */
  perform(request: PerformRequest): Promise<Record<string, unknown>>;
  /** Plans a timer `seconds` of virtual time from now; answers its id. */
  after(seconds: number, handler: string, region: string, data: unknown): string;
  /** The same for states that AWS passes through (Pending, Stopping): takes 1/pace of the seconds that AWS takes. */
  afterTransition(seconds: number, handler: string, region: string, data: unknown): string;
  cancelTimer(id: string): void;
  ledger(): LedgerEntry[];
  /** `http://127.0.0.1:PORT` while the account listens, else null. */
  readonly endpoint: string | null;
  /** The user that a fresh account holds, and its key. IAM's seed makes the user of this name. */
  readonly administrator: { userName: string; accessKeyId: string; secretAccessKey: string };
  /** A fresh identifier that is the same for the same seed and order of calls. `alphabet` defaults to hex. */
  newId(length: number, alphabet?: string): string;
  /** Durable bytes (S3 parts and objects), outside the tables. */
  blobs: BlobStore;
  /** May the principal do this? Evaluated from the IAM tables; see services/iam/evaluate.ts. */
  authorize(question: AccessQuestion): AccessAnswer;
  /** Turns an assumed role ARN into a principal, or throws as STS would. `context`: condition keys (`sts:ExternalId`). */
  assume(
    roleArn: string,
    sessionName: string,
    as: { service: string } | Principal,
    context?: Record<string, string | string[]>,
  ): Principal;
}

export interface BlobStore {
  write(id: string, bytes: AsyncIterable<Uint8Array> | Uint8Array): Promise<{ bytes: number; md5: string }>;
  read(id: string, range?: { from: number; to: number }): AsyncIterable<Uint8Array>;
  delete(id: string): Promise<void>;
}

/** What an operation's function is given. */
export interface Call<I = Record<string, unknown>> {
  account: SandboxAccount;
  region: string;
  input: I;
  /** Virtual time in ms. */
  now: number;
  caller: Principal;
  requestId: string;
  /** `headers` is empty for calls that did not come over the wire. */
  http: CallHttp;
}

export interface Operation<I = Record<string, unknown>, O = Record<string, unknown>> {
  /** Permission that is asked before `run`; default: `<iamPrefix>:<operation name>` on `*`. */
  access?: (call: Call<I>) => AccessNeed[];
  /** Ask no permission at all (GetCallerIdentity). */
  open?: true;
  /**
   * Page of a list: which member holds the items, tokens and limits, as AWS documents them. `run` answers all items;
   * the engine cuts the page, and answers `InvalidNextToken`-like errors (`invalidToken` overrides code and text).
   */
  page?: {
    items: string;
    input: string;
    output: string;
    limit?: string;
    defaultSize: number;
    maxSize: number;
    /** Fewer for some requests, whatever they ask for (Batch's ListJobs with a filter). */
    most?: (input: Record<string, unknown>) => number;
    /** Member that says whether there is more (IAM's `IsTruncated`). */
    truncated?: string;
    invalidToken?: { code: string; message: string };
  };
  run(call: Call<I>): Promise<O> | O;
}

/** Constraint on an input member, from botocore's models: the SDK's schemas do not carry them. */
export interface Constraint {
  pattern?: RegExp;
  min?: number;
  max?: number;
  enum?: readonly string[];
}

export interface ServiceModule {
  /** Name in the SigV4 credential scope. */
  signingName: string;
  iamPrefix: string;
  title: string;
  /** The SDK's client module with the schemas, imported when first needed. */
  sdk: () => Promise<Record<string, unknown>>;
  /** The operations that are modelled; all others of the SDK answer "not modelled in the sandbox" by name. */
  operations: Record<string, Operation<never>>;
  /** By operation, then by member path (`Tags[].Key`). */
  constraints?: Record<string, Record<string, Constraint>>;
  /** Handlers of timers that this service plans, by name. */
  timers?: Record<string, (account: SandboxAccount, region: string, data: never) => Promise<void> | void>;
  /** How what a timer would have ended fails instead, by the timer's handler; for faults. */
  fails?: Record<string, (account: SandboxAccount, region: string, data: never, reason: string) => void>;
  /** What a fresh account holds. */
  seed?: (account: SandboxAccount) => void;
  /** Identity and permissions of the whole account; one service (IAM) gives it. */
  access?: AccessProvider;
  /** What the control port lets a tester do: `POST /_sandbox/<signingName>/<name>`. Throws AwsError for wrong input. */
  controls?: Readonly<
    Record<string, (account: SandboxAccount, input: Record<string, unknown>) => Record<string, unknown>>
  >;
  /** Plain pages on the sandbox's port, for a browser. */
  pages?: Pages;
  /** Seconds that AWS usually takes for a state that is passed through, before the account's pace; for docs/sandbox.md. */
  times?: Readonly<Record<string, number>>;
  /** One line each for docs/sandbox.md: what it does not do, by name. */
  notModelled: string[];
}
