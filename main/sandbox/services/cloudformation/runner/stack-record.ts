/**
 * One stack in its table: read, changed and told about. Changes are stored at once, but for a record that is `buffered`:
 * there they gather in a draft until `flush`, which must come before anything is awaited.
 */
import type { SandboxAccount } from '../../../engine/types.ts';
import { stackMissing } from '../errors.ts';
import {
  DELETED_STACKS,
  EVENTS,
  STACKS,
  type Stack,
  type StackEvent,
  type StackOperation,
  type StackResource,
} from '../model.ts';
import type { JsonObject } from '../template/types.ts';

export class StackRecord {
  readonly account: SandboxAccount;
  readonly region: string;
  readonly id: string;
  private readonly buffered: boolean;
  private draft: Stack | undefined;
  constructor(account: SandboxAccount, region: string, id: string, buffered = false) {
    this.account = account;
    this.region = region;
    this.id = id;
    this.buffered = buffered;
  }

  get stack(): Readonly<Stack> {
    const found = this.draft ?? this.account.table(STACKS, this.region).get(this.id);
    if (!found) throw stackMissing(this.id);
    return found;
  }

  /** Undefined also when the stack is deleted. */
  get operation(): Readonly<StackOperation> | undefined {
    const found = this.draft ?? this.account.table(STACKS, this.region).get(this.id);
    return found?.operation;
  }

  get now(): number {
    return this.account.clock.now();
  }

  edit<T>(change: (draft: Stack) => T): T {
    this.draft ??= structuredClone(this.stack) as Stack;
    const answer = change(this.draft);
    if (!this.buffered) this.flush();
    return answer;
  }

  /** Stores what was changed. Others may change the stack from here on. */
  flush(): void {
    if (this.draft) this.account.table(STACKS, this.region).put(this.draft);
    this.draft = undefined;
  }

  /** The stack leaves the living; it can still be found by its id. */
  bury(): void {
    this.account.table(DELETED_STACKS, this.region).put(this.stack);
    this.draft = undefined;
    this.account.table(STACKS, this.region).delete(this.id);
  }

  uuid(): string {
    const hex = this.account.newId(32);
    return [8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(ends[i - 1] ?? 0, end)).join('-');
  }

  /** Sets the stack's status and writes the event of it. */
  setStatus(status: string, reason?: string): void {
    this.edit((draft) => {
      draft.status = status;
      if (reason === undefined) delete draft.reason;
      else draft.reason = reason;
    });
    const { name, id } = this.stack;
    this.event({ logicalId: name, physicalId: id, type: 'AWS::CloudFormation::Stack', status, reason });
  }

  /** Sets a resource's status and writes the event of it. */
  setResource(
    logicalId: string,
    status: string,
    reason?: string,
    change?: (resource: StackResource) => void,
  ): void {
    this.edit((draft) => {
      const resource = draft.resources[logicalId];
      if (!resource) return;
      change?.(resource);
      resource.status = status;
      resource.updatedAt = new Date(this.now).toISOString();
      if (reason === undefined) delete resource.reason;
      else resource.reason = reason;
    });
    const resource = this.stack.resources[logicalId];
    if (resource) this.resourceEvent(resource, status, reason);
  }

  resourceEvent(resource: Readonly<StackResource>, status: string, reason?: string): void {
    const { logicalId, physicalId = '', type, properties } = resource;
    this.event({ logicalId, physicalId, type, status, reason, properties });
  }

  private event(given: {
    logicalId: string;
    physicalId: string;
    type: string;
    status: string;
    reason?: string | undefined;
    properties?: JsonObject;
  }): void {
    const at = new Date(this.now).toISOString();
    const number = this.edit((draft) => ++draft.events);
    const { id, name, operation } = this.stack;
    const { reason, ...rest } = given;
    const event: StackEvent = {
      ...rest,
      key: `${id}#${String(number).padStart(9, '0')}`,
      eventId: given.physicalId === id ? this.uuid() : `${given.logicalId}-${given.status}-${at}`,
      stackId: id,
      stackName: name,
      at,
      ...(reason === undefined ? {} : { reason }),
      ...(operation?.token === undefined ? {} : { token: operation.token }),
    };
    this.account.table(EVENTS, this.region).put(event);
  }
}
