/** What a switch is told, and the sentences for what it cannot be told. */
import type { ServiceModule } from '../engine/types.ts';
import { type FaultId, faultKinds, type FaultMoment } from './kinds.ts';

export interface FaultSpec {
  fault: FaultId;
  /** Signing name; absent or null: every service. */
  service?: string | null;
  operation?: string | null;
  /** Default: the usual moment of the fault. */
  when?: FaultMoment;
  /** How often it is met before it goes off by itself; null: until it is switched off. Default null. */
  times?: number | null;
  /** Calls from clients, calls that services of the account make (CloudFormation, Scheduler), or both. Default `wire`. */
  via?: 'wire' | 'inside' | 'any';
  /** Of the account's time, for the faults that last. Default 30. */
  seconds?: number;
  /** Calls that are let through first. Default 0. */
  skip?: number;
}

export interface FaultSwitch {
  id: string;
  fault: FaultId;
  service: string | null;
  operation: string | null;
  when: FaultMoment;
  via: 'wire' | 'inside' | 'any';
  times: number | null;
  seconds: number;
  skip: number;
  /** How often it was met. */
  met: number;
}

/** Says in one sentence what is wrong with the wish. */
export class WrongFault extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'WrongFault';
  }
}

const members = ['fault', 'service', 'operation', 'when', 'times', 'via', 'seconds', 'skip'];

/** Checks what came from outside. Throws `WrongFault`. */
export function readSpec(
  value: unknown,
  services: readonly ServiceModule[],
): Omit<FaultSwitch, 'id' | 'met'> {
  if (typeof value !== 'object' || value === null) throw new WrongFault('A fault is an object.');
  const given = value as Record<string, unknown>;
  const strange = Object.keys(given).find((name) => !members.includes(name));
  if (strange !== undefined)
    throw new WrongFault(`A fault has no "${strange}"; it has ${members.join(', ')}.`);
  const kind = faultKinds.find(({ id }) => id === given['fault']);
  if (!kind) throw new WrongFault(`There is no fault "${text(given['fault'])}"; they are F1 to F34.`);
  if (kind.where === 'client')
    throw new WrongFault(`${kind.id} happens before the port is reached and cannot be switched on here.`);
  const moments: readonly string[] = kind.when;
  const when = given['when'] ?? moments[0];
  if (typeof when !== 'string' || !moments.includes(when))
    throw new WrongFault(`${kind.id} is met ${moments.join(' or ')} the call is done, not "${text(when)}".`);
  const via = given['via'] ?? 'wire';
  if (via !== 'wire' && via !== 'inside' && via !== 'any')
    throw new WrongFault(`via is wire, inside or any, not "${text(via)}".`);
  return {
    fault: kind.id,
    ...place(given['service'] ?? null, given['operation'] ?? null, services),
    when: when as FaultMoment,
    via,
    times: given['times'] == null ? null : wholeNumber('times', given['times'], 1),
    seconds: given['seconds'] === undefined ? 30 : wholeNumber('seconds', given['seconds'], 0),
    skip: given['skip'] === undefined ? 0 : wholeNumber('skip', given['skip'], 0),
  };
}

function place(
  service: unknown,
  operation: unknown,
  services: readonly ServiceModule[],
): { service: string | null; operation: string | null } {
  if (service === null) {
    if (operation !== null) throw new WrongFault('An operation needs its service.');
    return { service, operation };
  }
  const module = services.find(({ signingName }) => signingName === service);
  if (!module) {
    const names = services.map(({ signingName }) => signingName).sort();
    throw new WrongFault(`The sandbox has no service "${text(service)}"; it has ${names.join(', ')}.`);
  }
  const { signingName, operations } = module;
  if (operation === null) return { service: signingName, operation };
  if (typeof operation !== 'string' || !Object.hasOwn(operations, operation))
    throw new WrongFault(`The sandbox's ${signingName} has no operation "${text(operation)}".`);
  return { service: signingName, operation };
}

function wholeNumber(name: string, value: unknown, least: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 1_000_000)
    return value;
  throw new WrongFault(`${name} is a whole number from ${least} to 1000000, not "${text(value)}".`);
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify({ value }).slice(9, -1);

/**
 * The command line's way to say it: `F1`, `F1@sagemaker`, `F1@cloudformation:CreateChangeSet:before:3:inside`. `*` and
 * nothing stand for the default. Throws `WrongFault`.
 */
export function parseFault(line: string): FaultSpec {
  const [fault = '', rest = '', ...more] = line.split('@');
  const [service, operation, when, times, via, ...surplus] = rest === '' ? [] : rest.split(':');
  if (more.length > 0 || surplus.length > 0)
    throw new WrongFault(
      `--fault takes FAULT@SERVICE:OPERATION:WHEN:TIMES:VIA, the last parts as wished, not "${line}".`,
    );
  const given = (part: string | undefined): string | undefined =>
    part === undefined || part === '' || part === '*' ? undefined : part;
  const count = given(times);
  // What is not of these types yet is refused, in words, by `readSpec`.
  return {
    fault: fault as FaultId,
    ...(given(service) !== undefined && { service: given(service) ?? null }),
    ...(given(operation) !== undefined && { operation: given(operation) ?? null }),
    ...(given(when) !== undefined && { when: when as FaultMoment }),
    ...(count !== undefined && { times: /^\d+$/.test(count) ? Number(count) : (count as never) }),
    ...(given(via) !== undefined && { via: via as 'wire' }),
  };
}
