/**
 * The one way of a call through the account, for callers on the wire and for services that call one another:
 * validation, permission, the operation itself, pages, durable storage, observers.
 */
import { randomUUID } from 'node:crypto';
import type { Protocol } from '../wire/service-model.ts';
import { callerScope } from './caller.ts';
import { DropAnswer, type ObservedCall, type Outcome, type Watchers } from './observe.ts';
import type { Lists } from './lists.ts';
import { cutPage } from './page.ts';
import type { LoadedService, Registry } from './registry.ts';
import { AwsError, type Call, type Operation, type PerformRequest, type SandboxAccount } from './types.ts';
import { validateInput } from './validate.ts';

export interface PerformOptions {
  requestId: string;
  via: 'wire' | 'inside';
}

interface Engine {
  account: SandboxAccount;
  registry: Registry;
  watchers: Watchers;
  lists: Lists;
  commit(): void;
  /** Seals page tokens. */
  secret: string;
}

export type Perform = (request: PerformRequest, options?: PerformOptions) => Promise<Record<string, unknown>>;

export function createPerform(engine: Engine): Perform {
  return async (request, options = { requestId: randomUUID(), via: 'inside' }) => {
    const observed: ObservedCall = {
      requestId: options.requestId,
      service: request.service,
      operation: request.operation,
      region: request.region,
      caller: request.as,
      input: request.input,
      at: engine.account.clock.now(),
      via: options.via,
    };
    const outcome = await runHooked(engine, request, observed);
    for (const observer of engine.watchers.observers) observer(observed, outcome);
    if ('error' in outcome) throw outcome.error;
    return outcome.output;
  };
}

async function runHooked(engine: Engine, request: PerformRequest, observed: ObservedCall): Promise<Outcome> {
  let outcome: Outcome;
  try {
    for (const hook of engine.watchers.hooks) await hook.before?.(observed);
    outcome = await engine.watchers.around(observed, () => runCommitted(engine, request, observed));
  } catch (error) {
    outcome = { error };
    engine.commit();
  }
  if ('error' in outcome && outcome.error instanceof DropAnswer) return outcome;
  try {
    for (const hook of engine.watchers.hooks) await hook.after?.(observed, outcome);
  } catch (error) {
    return { error };
  }
  return outcome;
}

async function runCommitted(
  engine: Engine,
  request: PerformRequest,
  { requestId, input }: ObservedCall,
): Promise<Outcome> {
  try {
    const asked = { ...request, input };
    return { output: await callerScope.run(request.as.arn, () => run(engine, asked, requestId)) };
  } catch (error) {
    return { error };
  } finally {
    engine.commit();
  }
}

async function run(
  engine: Engine,
  request: PerformRequest,
  requestId: string,
): Promise<Record<string, unknown>> {
  const { account } = engine;
  const service = await engine.registry.load(request.service);
  if (!service) throw notModelled(request.service, request.operation);
  const model = service.model.operations.get(request.operation);
  const operation = service.module.operations[request.operation] as Operation | undefined;
  if (!model || !operation) throw notModelled(request.service, request.operation);
  const { protocol } = service.model;
  validateInput(protocol, model.input, request.input, service.module.constraints?.[request.operation]);
  const call: Call = {
    account,
    region: request.region,
    input: request.input,
    now: account.clock.now(),
    caller: request.as,
    requestId,
    http: request.http ?? { headers: {} },
  };
  if (!operation.open) demandAccess(service, request, operation, call);
  const { page } = operation;
  if (!page) return operation.run(call);
  const output = await engine.lists.of(page, request, call.now, async () => operation.run(call));
  return cutPage(page, request.operation, protocol, engine.secret, request.input, output);
}

function demandAccess(
  service: LoadedService,
  request: PerformRequest,
  operation: Operation,
  call: Call,
): void {
  for (const question of operation.access?.(call) ?? [{}]) {
    const action = question.action ?? `${service.module.iamPrefix}:${request.operation}`;
    for (const resource of [question.resource ?? '*'].flat()) {
      const answer = call.account.authorize({
        principal: request.as,
        action,
        resource,
        context: question.context ?? {},
        resourcePolicy: question.resourcePolicy,
      });
      if (!answer.allowed)
        throw accessDenied(
          service.model.protocol,
          request.as.arn,
          action,
          resource,
          answer.explicit,
          answer.by,
        );
    }
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function accessDenied(
  protocol: Protocol,
  arn: string,
  action: string,
  resource: string,
  explicit: boolean,
  by = 'identity-based policy',
): AwsError {
  const reason = explicit
    ? `with an explicit deny in ${by.startsWith('i') ? 'an' : 'a'} ${by}`
    : `because no ${by} allows the ${action} action`;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  const text = `User: ${arn} is not authorized to perform: ${action}${on} ${reason}`;
  if (protocol === 'ec2Query')
    return new AwsError(
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. ${text}`,
      403,
    );
  if (protocol === 'awsQuery' || protocol === 'restXml') return new AwsError('AccessDenied', text, 403);
  return new AwsError('AccessDeniedException', text, protocol === 'restJson1' ? 403 : 400);
}

/** Not an error of AWS: its code and text say plainly that the sandbox is meant. */
export function notModelled(service: string, operation: string): AwsError {
  return new AwsError(
    'NotModelledInSandbox',
    `The sandbox account does not model ${service}:${operation}. docs/sandbox.md lists what it models.`,
    501,
  );
}
