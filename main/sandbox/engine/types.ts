/**
 * The shapes that every service of the sandbox account is written in. A service is a table of operations and resource
 * kinds and a few functions; the engine does identity, states over time, pages, ledger, permissions and storage.
 */

/** An error as AWS gives it: code, HTTP status and text. `members` are extra fields of modelled errors. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly members: Record<string, unknown>;
  constructor(code: string, message: string, status = 400, members: Record<string, unknown> = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** Who a call is made as. */
export interface Principal {
  kind: 'root' | 'user' | 'role' | 'service';
  /** `arn:aws:iam::…:user/…`, or `arn:aws:sts::…:assumed-role/NAME/SESSION`. */
  arn: string;
  /** IAM identity whose policies count (role name, user name); absent for root and services. */
  name?: string;
  userId: string;
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
}

export interface BilledItem {
  /** Key of the price book: `sagemaker:notebook:ml.t3.medium`. */
  priceKey: string;
  quantity: number;
  unit: 'hour' | 'gb-month';
}

export interface Table<R> {
  get(key: string): R | undefined;
  /** Writes durably before it returns; updates the ledger. */
  put(resource: R): void;
  delete(key: string): void;
  /** In the order of creation. */
  list(): R[];
}

/** Everything ever made and billed, with who made it. The judge of every end-to-end and crash test. */
export interface LedgerEntry {
  kind: string;
  key: string;
  region: string;
  madeAt: string;
  madeBy: string;
  goneAt: string | null;
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
  cancelTimer(id: string): void;
  ledger(): LedgerEntry[];
  /** A fresh identifier that is the same for the same seed and order of calls. `alphabet` defaults to hex. */
  newId(length: number, alphabet?: string): string;
  /** Durable bytes (S3 parts and objects), outside the tables. */
  blobs: BlobStore;
  /** May the principal do this? Evaluated from the IAM tables; see services/iam/evaluate.ts. */
  authorize(question: AccessQuestion): AccessAnswer;
  /** Turns an assumed role ARN into a principal, or throws as STS would. */
  assume(roleArn: string, sessionName: string, as: { service: string } | Principal): Principal;
}

export interface BlobStore {
  write(id: string, bytes: AsyncIterable<Uint8Array> | Uint8Array): Promise<{ bytes: number; md5: string }>;
  read(id: string, range?: { from: number; to: number }): AsyncIterable<Uint8Array>;
  delete(id: string): Promise<void>;
}

export interface AccessQuestion {
  principal: Principal;
  /** `sagemaker:CreateNotebookInstance`. */
  action: string;
  resource: string;
  /** Condition keys: `iam:PassedToService`, `aws:RequestTag/x`, `iam:PermissionsBoundary`, … */
  context: Record<string, string | string[]>;
}

export type AccessAnswer = { allowed: true } | { allowed: false; explicit: boolean; by?: string };

/** What an operation's function is given. */
export interface Call<I = Record<string, unknown>> {
  account: SandboxAccount;
  region: string;
  input: I;
  /** Virtual time in ms. */
  now: number;
  caller: Principal;
  requestId: string;
  /** HTTP facts that S3 needs; empty object for calls that did not come over the wire. */
  http: { headers: Record<string, string>; body?: AsyncIterable<Uint8Array>; method?: string; url?: string };
}

export interface Operation<I = Record<string, unknown>, O = Record<string, unknown>> {
  /** Permission that is asked before `run`; default: `<iamPrefix>:<operation name>` on `*`. */
  access?: (
    call: Call<I>,
  ) => { action?: string; resource?: string | string[]; context?: Record<string, string | string[]> }[];
  /** Ask no permission at all (GetCallerIdentity). */
  open?: true;
  /** Page of a list: which member holds the items, tokens and limits, as AWS documents them. */
  page?: {
    items: string;
    input: string;
    output: string;
    limit?: string;
    defaultSize: number;
    maxSize: number;
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
  /** What a fresh account holds. */
  seed?: (account: SandboxAccount) => void;
  /** One line each for docs/sandbox.md: what it does not do, by name. */
  notModelled: string[];
}
