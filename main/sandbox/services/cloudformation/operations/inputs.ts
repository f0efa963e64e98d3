/** What the operations share: finding stacks, reading templates, checking capabilities, client request tokens. */
import { AwsError, type Call } from '../../../engine/types.ts';
import { checkedTemplate } from '../desired.ts';
import { formatError, invalid, stackMissing, tokenUsed } from '../errors.ts';
import {
  CHANGE_SETS,
  DELETED_STACKS,
  STACKS,
  type ChangeSet,
  type Stack,
  type StackSource,
  type Tag,
} from '../model.ts';
import { resourceType } from '../resources/registry.ts';
import { StackRecord } from '../runner/stack-record.ts';
import { parameterValues, type GivenParameter } from '../template/parameters.ts';
import { MAX_BODY_BYTES, MAX_URL_BYTES } from '../template/shape.ts';
import type { Template } from '../template/types.ts';

export type Region = Pick<Call, 'account' | 'region'>;

/** By id also when deleted, by name only while it lives. */
export function stackNamed({ account, region }: Region, name: string): Readonly<Stack> | undefined {
  const table = account.table(STACKS, region);
  if (name.startsWith('arn:')) return table.get(name) ?? account.table(DELETED_STACKS, region).get(name);
  return table.list().find((stack) => stack.name === name);
}

export function demandStack(at: Region, name: string, missing = stackMissing(name)): Readonly<Stack> {
  const stack = stackNamed(at, name);
  if (!stack) throw missing;
  return stack;
}

export const recordOf = ({ account, region }: Region, stack: Pick<Stack, 'id'>): StackRecord =>
  new StackRecord(account, region, stack.id);

export function changeSetNamed(
  at: Region,
  name: string,
  stackName: string | undefined,
): Readonly<ChangeSet> | undefined {
  const table = at.account.table(CHANGE_SETS, at.region);
  if (name.startsWith('arn:')) return table.get(name);
  if (stackName === undefined)
    throw invalid('StackName must be specified if ChangeSetName is not specified as an ARN.');
  const stack = demandStack(at, stackName, invalid(`Stack [${stackName}] does not exist`));
  return table.list().find((c) => c.name === name && c.stackId === stack.id);
}

export interface TemplateInput {
  TemplateBody?: string;
  TemplateURL?: string;
  UsePreviousTemplate?: boolean;
}

/** The template's text as given. `previous`: the stack's own, where the call may say to use it. */
export async function templateText(
  call: Call<object>,
  input: TemplateInput,
  previous?: string,
): Promise<string> {
  const given = [input.TemplateBody, input.TemplateURL].filter((v) => v !== undefined).length;
  if (input.UsePreviousTemplate === true) {
    if (given > 0)
      throw invalid('You cannot specify both usePreviousTemplate and Template Body/Template URL.');
    if (previous === undefined)
      throw invalid('UsePreviousTemplate cannot be used when there is no previous template.');
    return previous;
  }
  if (given === 0) throw invalid('Either Template URL or Template Body must be specified.');
  if (given > 1) throw invalid('You cannot specify both Template Body and Template URL.');
  if (input.TemplateBody !== undefined) return checkBody(input.TemplateBody);
  return fetchTemplate(call, input.TemplateURL ?? '');
}

function checkBody(body: string): string {
  if (Buffer.byteLength(body) > MAX_BODY_BYTES)
    throw invalid(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BODY_BYTES}`,
    );
  return body;
}

const SUPPORTED = 'TemplateURL must be a supported URL.';

/** `https://s3.REGION.amazonaws.com/BUCKET/KEY`, `https://BUCKET.s3.REGION.amazonaws.com/KEY`, or the account's own port. */
function placeOf(call: Call<object>, url: string): { Bucket: string; Key: string } {
  if (!URL.canParse(url)) throw invalid(SUPPORTED);
  const { hostname, pathname, origin } = new URL(url);
  const path = decodeURIComponent(pathname).slice(1);
  const { endpoint } = call.account;
  if (endpoint === null || new URL(endpoint).origin !== origin) {
    if (!hostname.endsWith('.amazonaws.com')) throw invalid(SUPPORTED);
    const labels = hostname.slice(0, -'.amazonaws.com'.length).split('.');
    const at = labels.findIndex((label) => label === 's3' || label.startsWith('s3-'));
    if (at < 0) throw invalid(SUPPORTED);
    if (at > 0) return { Bucket: labels.slice(0, at).join('.'), Key: path };
  }
  const slash = path.indexOf('/');
  if (slash < 1) throw invalid(SUPPORTED);
  return { Bucket: path.slice(0, slash), Key: path.slice(slash + 1) };
}

async function fetchTemplate(call: Call<object>, url: string): Promise<string> {
  const { account, region, caller } = call;
  const input = placeOf(call, url);
  try {
    const { Body } = await account.perform({
      service: 's3',
      operation: 'GetObject',
      input,
      as: caller,
      region,
    });
    return await textOf(Body);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === 'ValidationError') throw error;
    throw invalid(
      `S3 error: ${error.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
    );
  }
}

async function textOf(body: unknown): Promise<string> {
  if (typeof body === 'string') return body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body instanceof Uint8Array ? [body] : (body as AsyncIterable<Uint8Array>)) {
    size += chunk.byteLength;
    if (size > MAX_URL_BYTES) throw formatError('Template may not exceed 1000000 bytes in size.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export interface SourceInput extends TemplateInput {
  Parameters?: GivenParameter[];
  Tags?: { Key?: string; Value?: string }[];
  Capabilities?: string[];
}

/** Everything that an operation is given to make a stack from, checked. `stack`: the one that is updated. */
export async function sourceOf(
  call: Call<object>,
  input: SourceInput,
  stack: Readonly<Stack> | undefined,
): Promise<StackSource> {
  const body = await templateText(call, input, stack?.source.body);
  const template = checkedTemplate(body);
  const parameters = parameterValues(template, input.Parameters ?? [], stack?.source.parameters);
  checkCapabilities(template, input.Capabilities ?? []);
  const tags = input.Tags === undefined ? (stack?.source.tags ?? []) : checkTags(input.Tags);
  return { body, parameters, tags };
}

function checkTags(tags: { Key?: string; Value?: string }[]): Tag[] {
  const keys = tags.map((tag) => tag.Key ?? '');
  if (new Set(keys).size < keys.length)
    throw invalid('Duplicate tag keys found. Please specify unique keys.');
  if (keys.some((key) => key.startsWith('aws:')))
    throw invalid('aws: prefixed tag key names are not allowed for external use.');
  return tags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
}

/**
 * Which word the person must give. Fixed names of identities ask for more.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html (Capabilities)
 */
export function capabilityOf(template: Template): { capability: string; types: string[] } | undefined {
  const identities = Object.values(template.resources).filter((r) => resourceType(r.Type)?.iam);
  if (identities.length === 0) return undefined;
  const isNamed = identities.some((r) => {
    const property = resourceType(r.Type)?.name?.property ?? '';
    return property !== '' && property in r.Properties;
  });
  return {
    capability: isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM',
    types: [...new Set(identities.map((r) => r.Type))],
  };
}

function checkCapabilities(template: Template, given: string[]): void {
  const needed = capabilityOf(template)?.capability;
  if (needed === undefined || given.includes('CAPABILITY_NAMED_IAM') || given.includes(needed)) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${needed}]`);
}

/**
 * True when the token was answered for the same operation before: the call is a repetition. Throws
 * `TokenAlreadyExistsException` when it was used for another one.
 */
export function isRepeated(
  stack: Readonly<Stack> | undefined,
  token: string | undefined,
  what: string,
): boolean {
  const used = token === undefined ? undefined : stack?.tokens[token];
  if (used === undefined || token === undefined) return false;
  if (used !== what) throw tokenUsed(token);
  return true;
}

export function keepToken(record: StackRecord, token: string | undefined, what: string): void {
  if (token === undefined) return;
  record.edit((draft) => {
    draft.tokens[token] = what;
  });
}

/** What identifies the content of an update for its token. */
export const fingerprint = (operation: string, source: unknown): string =>
  `${operation} ${JSON.stringify(source)}`;

export function checkRole(call: Call<object>, roleArn: string | undefined): void {
  if (roleArn === undefined) return;
  try {
    call.account.assume(roleArn, 'AWSCloudFormation', { service: 'cloudformation.amazonaws.com' });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(`Role ${roleArn} is invalid or cannot be assumed`);
  }
}
