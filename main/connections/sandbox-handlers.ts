/** The Faults page's way to the account inside the program: its control endpoint, and only while it is in use. */
import { z } from 'zod';
import {
  AccountClock,
  FaultKind,
  FaultSwitch,
  JobFate,
  SandboxMachine,
} from '../../preload/contract/domains/sandbox.ts';
import type { Handlers } from '../../preload/contract/index.ts';
import { failure } from '../failure.ts';
import type { Connections } from './connections.ts';

const Faults = z.object({
  kinds: z.array(FaultKind),
  switches: z.array(FaultSwitch),
  services: z.array(z.object({ service: z.string(), title: z.string(), operations: z.array(z.string()) })),
});
const Switched = z.object({ switch: FaultSwitch });
const Fates = z.object({
  machines: z.array(SandboxMachine),
  choices: z.array(JobFate),
});
const Chosen = z.object({ choice: JobFate });
const Refused = z.object({ message: z.string() });

export function sandboxHandlers(
  connections: Pick<Connections, 'current' | 'aws' | 'sandbox'>,
  /** Told when the account's time was moved, or its speed set, from here. */
  onMoved: (clock: AccountClock) => void,
): Handlers['sandbox'] {
  const ask = async (verb: string, path: string, body?: object): Promise<unknown> => {
    if ((await connections.current()).kind !== 'sandbox') throw failure('sandbox.notInUse');
    await connections.aws();
    const running = connections.sandbox();
    if (running === undefined) throw failure('sandbox.notInUse');
    const answer = await fetch(`${running.access.endpoint}/_sandbox/${path}`, {
      method: verb,
      headers: { authorization: `Bearer ${running.controlKey}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    const said: unknown = await answer.json();
    if (answer.ok) return said;
    const refused = Refused.safeParse(said);
    throw failure(
      'call.invalid',
      {},
      { technical: { service: 'sandbox', text: refused.data?.message ?? String(answer.status) } },
    );
  };
  /** In the region in use. */
  const batch = async (control: string, input: object) => {
    const { region } = (await connections.aws()).target;
    return ask('POST', `batch/${control}`, { ...input, region });
  };
  return {
    faults: async () => Faults.parse(await ask('GET', 'faults')),
    switchOn: async (spec) => Switched.parse(await ask('POST', 'faults', spec)).switch,
    async switchOff({ id }) {
      await ask('DELETE', id === null ? 'faults' : `faults/${id}`);
      return {};
    },
    async jobFates() {
      const { machines, choices } = Fates.parse(await batch('choices', {}));
      return { machines, chosen: choices };
    },
    async takeBack({ machine }) {
      await batch('takeBack', { machine });
      return {};
    },
    chooseFate: async (spec) => Chosen.parse(await batch('choose', spec)).choice,
    async forgetFate({ id }) {
      await batch('forget', { id });
      return {};
    },
    clock: async () => AccountClock.parse(await ask('GET', 'clock')),
    async advance({ seconds, speed }) {
      const clock = AccountClock.parse(await ask('POST', 'clock', { advance: seconds, speed }));
      onMoved(clock);
      return clock;
    },
  };
}
