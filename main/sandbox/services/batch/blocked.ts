/**
 * Why the first job of a queue cannot start, in the words of Batch's user guide:
 * https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 */
import type { Environment } from './kinds.ts';
import { neverFits, typesOf, type Needs } from './machines.ts';

export interface Blockage {
  /** `full`: it waits for others to end, and Batch says nothing. */
  code: string;
  text: string;
}

export interface Refusal {
  environment: Readonly<Environment>;
  /** `role`: Batch itself lacks a right. */
  no: 'full' | 'capacity' | 'quota' | 'role';
}

const because = (code: string, words: string): Blockage => ({ code, text: `${code} - ${words}` });

const maxResource = because(
  'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE',
  'CE(s) associated with the job queue cannot meet the CPU requirement of the job.',
);
const requirement = because(
  'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT',
  'The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.',
);
const serviceRole = because(
  'MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS',
  'Batch service role has a permission issue.',
);
/** Without a cause that Batch knows, a missing vCPU quota among them: apache/airflow#38298. */
const undetermined = because('UNDETERMINED', 'Batch job is blocked, root cause is undetermined.');
const invalid = because('ACTION_REQUIRED', 'CE(s) associated with the job queue are invalid.');

export function blockage(
  usable: readonly Readonly<Environment>[],
  enabled: readonly Readonly<Environment>[],
  refusals: readonly Refusal[],
  needs: Needs,
): Blockage {
  if (enabled.length === 0) return usable.some((e) => e.status === 'INVALID') ? invalid : undetermined;
  const never = enabled.map((e) => (e.resources ? neverFits(e.resources, needs) : 'types'));
  if (never.every((n) => n === 'max')) return maxResource;
  if (never.every((n) => n !== null)) return requirement;
  const possible = refusals.filter(
    (r) => r.environment.resources && !neverFits(r.environment.resources, needs),
  );
  if (possible.some((r) => r.no === 'full')) return { code: 'full', text: '' };
  if (possible.length > 0 && possible.every((r) => r.no === 'role')) return serviceRole;
  const short = possible.find((r) => r.no === 'capacity');
  if (!short || possible.some((r) => r.no === 'quota')) return undetermined;
  const types = short.environment.resources ? typesOf(short.environment.resources) : [];
  return because(
    'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
    `Service cannot fulfill the capacity requested for instance type [${types.map((t) => t.name).join(', ')}]`,
  );
}
