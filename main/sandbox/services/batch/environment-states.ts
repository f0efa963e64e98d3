/** The states that a compute environment passes through, and what it becomes. */
import type { SandboxAccount } from '../../engine/types.ts';
import { loseMachine } from './attempts.ts';
import { setUpFault } from './environment-checks.ts';
import { environments, type Environment } from './kinds.ts';
import { machinesOf } from './machines.ts';
import { wake } from './wake.ts';

const settled = 'batch.environment.settled';

/** Seconds that AWS usually takes. */
export const environmentTimes = { create: 20, update: 10, replaceMachines: 120, delete: 60 } as const;

interface Settle {
  name: string;
  turn: number;
  gone?: true;
}

export function pass(
  account: SandboxAccount,
  region: string,
  environment: Environment,
  status: 'CREATING' | 'UPDATING' | 'DELETING',
  seconds: number,
): void {
  const turn = environment.turn + 1;
  environments(account, region).put({ ...environment, status, turn });
  const data: Settle = { name: environment.name, turn, ...(status === 'DELETING' ? { gone: true } : {}) };
  account.afterTransition(seconds, settled, region, data);
}

async function settle(account: SandboxAccount, region: string, { name, turn, gone }: Settle): Promise<void> {
  const table = environments(account, region);
  const environment = table.get(name);
  if (environment?.turn !== turn) return;
  if (gone) {
    for (const { id } of machinesOf(account, region, environment.arn))
      await loseMachine(account, region, { id });
    table.delete(name);
    return;
  }
  const fault = setUpFault(account, region, environment.resources);
  table.put({
    ...environment,
    status: fault === undefined ? 'VALID' : 'INVALID',
    statusReason: fault ?? 'ComputeEnvironment Healthy',
  });
  wake(account, region);
}

/** Something else made it impossible to set up: `CLIENT_ERROR - …` and the reason. */
function failSettle(account: SandboxAccount, region: string, { name, turn }: Settle, reason: string): void {
  const table = environments(account, region);
  const environment = table.get(name);
  if (environment?.turn === turn)
    table.put({ ...environment, status: 'INVALID', statusReason: `INTERNAL_ERROR - ${reason}` });
}

export const environmentTimers = { [settled]: settle };
export const environmentFailures = { [settled]: failSettle };
