/** Machines of compute environments: they come, are billed by the second, stand idle, and go. */
import type { ComputeResource } from '@aws-sdk/client-batch';
import type { SandboxAccount } from '../../engine/types.ts';
import { networkOf } from '../ec2/network.ts';
import { hasPublicAddresses } from '../ec2/public-addresses.ts';
import { noCapacity } from './choices.ts';
import { isBestFit } from './environment-checks.ts';
import { environments, jobs, machines, type Environment, type JobSpec, type Machine } from './kinds.ts';
import {
  machineType,
  memoryForJobs,
  pricesOf,
  quotaLeft,
  typesFor,
  type MachineType,
} from './machine-types.ts';
import { specOf } from './names.ts';
import { wake } from './wake.ts';

const ready = 'batch.machine.ready';
const idle = 'batch.machine.idle';

/** Seconds until a machine has started and joined, and until Batch ends an idle one. */
export const machineTimes = { start: 150, idle: 600 } as const;

export const machinesOf = (account: SandboxAccount, region: string, environment: string) =>
  machines(account, region)
    .list()
    .filter((m) => m.environment === environment);

export type Needs = Pick<JobSpec, 'vcpus' | 'memoryMib' | 'gpus'>;

const typeOf = (name: string): MachineType => {
  const type = machineType(name);
  if (!type) throw new Error(`There is no machine of the type ${name}.`);
  return type;
};

/** What a machine has left beside the jobs that it runs. */
export function freeOn(account: SandboxAccount, region: string, machine: Readonly<Machine>): Needs {
  const type = typeOf(machine.type);
  const free = { vcpus: type.vcpus, memoryMib: memoryForJobs(type), gpus: type.gpus };
  for (const id of machine.jobs) {
    const job = jobs(account, region).get(id);
    if (job) take(free, specOf(account, region, job));
  }
  return free;
}

export function take(free: Needs, needs: Needs): void {
  free.vcpus -= needs.vcpus;
  free.memoryMib -= needs.memoryMib;
  free.gpus -= needs.gpus;
}

export const fits = (free: Needs, needs: Needs): boolean =>
  needs.vcpus <= free.vcpus && needs.memoryMib <= free.memoryMib && needs.gpus <= free.gpus;

export const typesOf = (r: ComputeResource): MachineType[] => [
  ...new Set((r.instanceTypes ?? []).flatMap(typesFor)),
];

const able = (type: MachineType, needs: Needs): boolean =>
  fits({ vcpus: type.vcpus, memoryMib: memoryForJobs(type), gpus: type.gpus }, needs);

/** Why no machine of this environment could ever run it; null when one could. Codes of Batch's user guide. */
export function neverFits(r: ComputeResource, needs: Needs): 'max' | 'types' | null {
  if (needs.vcpus > (r.maxvCpus ?? 0)) return 'max';
  return typesOf(r).some((type) => able(type, needs)) ? null : 'types';
}

export type Launch = { machine: Machine } | { no: 'full' | 'capacity' | 'quota' };

/**
 * Starts the cheapest machine that can run it. The environment may exceed its limit by one machine, except with BEST_FIT on
 * demand, as the API model says of `maxvCpus`.
 */
export function launch(
  account: SandboxAccount,
  region: string,
  environment: Readonly<Environment>,
  needs: Needs,
): Launch {
  const r = environment.resources;
  if (!r) return { no: 'capacity' };
  const used = machinesOf(account, region, environment.arn).reduce((n, m) => n + typeOf(m.type).vcpus, 0);
  const room = (r.maxvCpus ?? 0) - used;
  if (room <= 0) return { no: 'full' };
  const spot = r.type === 'SPOT';
  const strict = !spot && isBestFit(r);
  const candidates = typesOf(r).filter((type) => able(type, needs));
  const inside = candidates.filter((type) => type.vcpus <= room);
  const allowed = inside.length > 0 || strict ? inside : candidates;
  if (allowed.length === 0) return { no: 'full' };
  const running = machines(account, region).list();
  const affordable = allowed.filter((t) => quotaLeft(account, region, t.name, spot, running) >= t.vcpus);
  if (affordable.length === 0) return { no: 'quota' };
  const best = offersFor(account, region, r, affordable)[0];
  if (!best) return { no: 'capacity' };
  return { machine: begin(account, region, environment, best.type.name, best.zone, spot) };
}

/** Places to launch in, the cheapest first; empty where there is no capacity, or none for the bid. */
function offersFor(account: SandboxAccount, region: string, r: ComputeResource, types: MachineType[]) {
  const zones = networkOf(account, region)
    .subnets.filter((s) => r.subnets?.includes(s.id))
    .map((s) => s.zone);
  const at = account.clock.now();
  const bid = (r.bidPercentage ?? 100) / 100;
  const spot = r.type === 'SPOT';
  return types
    .flatMap((type) =>
      zones.flatMap((zone) => {
        const prices = pricesOf(region, type.name, zone, at);
        if (!prices || (spot && prices.spot > prices.onDemand * bid)) return [];
        return [{ type, zone, price: spot ? prices.spot : prices.onDemand }];
      }),
    )
    .filter((o) => !noCapacity(account, region, o.type.name, o.zone))
    .sort((a, b) => a.price - b.price);
}

function begin(
  account: SandboxAccount,
  region: string,
  environment: Readonly<Environment>,
  type: string,
  zone: string,
  spot: boolean,
): Machine {
  const machine: Machine = {
    id: `i-0${account.newId(16)}`,
    type,
    zone,
    spot,
    environment: environment.arn,
    state: 'pending',
    launchedAt: account.clock.now(),
    jobs: [],
  };
  machines(account, region).put(machine);
  account.afterTransition(machineTimes.start, ready, region, { id: machine.id });
  return machine;
}

/** Keeps what `minvCpus` and, at the beginning, `desiredvCpus` ask for. */
export function keepMinimum(
  account: SandboxAccount,
  region: string,
  environment: Readonly<Environment>,
): void {
  const r = environment.resources;
  if (!r || environment.status !== 'VALID') return;
  for (;;) {
    const has = machinesOf(account, region, environment.arn).reduce((n, m) => n + typeOf(m.type).vcpus, 0);
    if (has >= Math.max(r.minvCpus ?? 0, r.desiredvCpus ?? 0)) break;
    const started = launch(account, region, environment, { vcpus: 1, memoryMib: 1, gpus: 0 });
    if ('no' in started) return;
  }
  // From now on Batch itself says what it wants; the minimum stays.
  if ((r.desiredvCpus ?? 0) > (r.minvCpus ?? 0))
    environments(account, region).put({
      ...(structuredClone(environment) as Environment),
      resources: { ...r, desiredvCpus: r.minvCpus ?? 0 },
    });
}

/** Without a public address it has no way to ECS here, never joins, and nothing says so: aws-batch-genomics#3. */
function reachesAws(
  account: SandboxAccount,
  region: string,
  { environment, zone }: Readonly<Machine>,
): boolean {
  const own = environments(account, region)
    .list()
    .find((e) => e.arn === environment)?.resources?.subnets;
  const subnet = networkOf(account, region).subnets.find((s) => s.zone === zone && own?.includes(s.id));
  return subnet === undefined || hasPublicAddresses(account, region, subnet.id);
}

function onReady(account: SandboxAccount, region: string, { id }: { id: string }): void {
  const machine = machines(account, region).get(id);
  if (machine?.state !== 'pending' || !reachesAws(account, region, machine)) return;
  standIdle(account, region, { ...machine, jobs: [...machine.jobs], state: 'running' });
  wake(account, region);
}

/** A machine without work is ended after a while, or after the environment's own delay. */
export function standIdle(account: SandboxAccount, region: string, machine: Machine): void {
  const since = account.clock.now();
  machines(account, region).put({ ...machine, idleSince: since });
  const environment = environments(account, region)
    .list()
    .find((e) => e.arn === machine.environment);
  const delay = environment?.resources?.scalingPolicy?.minScaleDownDelayMinutes ?? 0;
  const data: Idle = { id: machine.id, since };
  if (delay > 0) account.after(delay * 60, idle, region, data);
  else account.afterTransition(machineTimes.idle, idle, region, data);
}

interface Idle {
  id: string;
  since: number;
}

function onIdle(account: SandboxAccount, region: string, { id, since }: Idle): void {
  const machine = machines(account, region).get(id);
  if (machine?.idleSince !== since || machine.jobs.length > 0) return;
  const all = environments(account, region).list();
  const minimum = all.find((e) => e.arn === machine.environment)?.resources?.minvCpus ?? 0;
  const has = machinesOf(account, region, machine.environment).reduce((n, m) => n + typeOf(m.type).vcpus, 0);
  if (has - typeOf(machine.type).vcpus < minimum) standIdle(account, region, { ...machine, jobs: [] });
  else machines(account, region).delete(id);
}

/** Machines without work are replaced when an environment changes; the others when their work is done. */
export function endIdleMachines(account: SandboxAccount, region: string, environment: string): void {
  for (const machine of machinesOf(account, region, environment))
    if (machine.jobs.length === 0) machines(account, region).delete(machine.id);
}

export const machineTimers = { [ready]: onReady, [idle]: onIdle };
