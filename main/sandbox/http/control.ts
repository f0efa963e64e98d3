/**
 * `/_sandbox/…`: for the tests and for whoever runs the sandbox as a program of its own. The bearer is the
 * administrator's secret key.
 */
import type { Engine } from '../engine/account.ts';
import { faultKinds } from '../faults/kinds.ts';
import { type FaultSpec, WrongFault } from '../faults/spec.ts';
import { AwsError } from '../engine/types.ts';
import type { WireAnswer, WireRequest } from '../wire/request.ts';
import { sameText } from './signature.ts';

export const CONTROL_PREFIX = '/_sandbox/';

/** Moves virtual time and fires what comes due on the way. */
export async function advance(engine: Engine, seconds: number): Promise<void> {
  const until = engine.clock.outside() + seconds * 1000;
  await engine.timers.runUntil(until);
  engine.clock.set(until);
  await engine.timePassed();
  engine.commit();
}

export async function control(engine: Engine, request: WireRequest, body: Uint8Array): Promise<WireAnswer> {
  const bearer = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
  if (!sameText(bearer, engine.account.administrator.secretAccessKey))
    return json(403, { message: 'The bearer is not the secret access key of this sandbox account.' });
  const route = `${request.method} ${request.path.slice(CONTROL_PREFIX.length)}`;
  const input = readObject(body);
  if (!input) return json(400, { message: 'The body is not a JSON object.' });
  switch (route) {
    case 'GET ledger':
      await engine.settle();
      return json(200, { entries: engine.account.ledger() });
    case 'GET clock':
      return json(200, clockOf(engine));
    case 'POST clock': {
      const { advance: seconds, speed } = input;
      if (seconds !== undefined && !(typeof seconds === 'number' && seconds >= 0))
        return json(400, { message: 'advance is a number of seconds, 0 or more.' });
      if (speed !== undefined && !(typeof speed === 'number' && speed >= 0 && engine.clock.mode === 'real'))
        return json(400, { message: 'speed is a number, 0 or more, on a real clock.' });
      if (typeof speed === 'number') {
        engine.clock.setSpeed(speed);
        engine.timers.start();
      }
      await advance(engine, typeof seconds === 'number' ? seconds : 0);
      return json(200, clockOf(engine));
    }
    case 'GET faults':
      return json(200, { kinds: faultKinds, switches: engine.faults.list(), services: callsOf(engine) });
    case 'POST faults':
      try {
        return json(200, { switch: engine.faults.switchOn(input as unknown as FaultSpec) });
      } catch (error) {
        if (error instanceof WrongFault) return json(400, { message: error.message });
        throw error;
      }
    case 'DELETE faults':
      engine.faults.switchOff();
      return json(200, {});
    case 'POST reset':
      await engine.reset();
      return json(200, {});
    default: {
      const id = /^DELETE faults\/(\w+)$/.exec(route)?.[1];
      if (id !== undefined && engine.faults.switchOff(id)) return json(200, {});
      const own = /^POST (\w+)\/(\w+)$/.exec(route);
      const answer = own && (await controlService(engine, own[1] ?? '', own[2] ?? '', input));
      if (answer) return answer;
      return json(404, { message: 'There is no such control.' });
    }
  }
}

/** What a service lets a tester do. */
async function controlService(
  engine: Engine,
  service: string,
  name: string,
  input: Record<string, unknown>,
): Promise<WireAnswer | undefined> {
  const module = engine.registry.modules.find((m) => m.signingName === service);
  if (!module?.controls || !Object.hasOwn(module.controls, name)) return undefined;
  await engine.settle();
  try {
    return json(200, module.controls[name]?.(engine.account, input) ?? {});
  } catch (error) {
    if (error instanceof AwsError) return json(error.status ?? 400, { message: error.message });
    throw error;
  } finally {
    engine.commit();
  }
}

/** What can be called, by the name that a request is signed for. */
const callsOf = ({ registry }: Engine) =>
  registry.modules.map(({ signingName, title, operations }) => ({
    service: signingName,
    title,
    operations: Object.keys(operations).sort(),
  }));

const clockOf = ({ clock, pace }: Engine): Record<string, unknown> => ({
  now: new Date(clock.outside()).toISOString(),
  mode: clock.mode,
  speed: clock.speed,
  pace,
});

function readObject(body: Uint8Array): Record<string, unknown> | undefined {
  if (!body.length) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const json = (status: number, value: unknown): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
