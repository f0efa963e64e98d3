/**
 * What AWS refuses of an old configuration, what costs money or is dangerous, each with its reason and what stands in its
 * place. Pure.
 * Batch API, Ec2Configuration.imageType (Amazon Linux 2 images blocked for new environments from 30 June 2026;
 * ECS_AL2023_NVIDIA without p3 and g3), ComputeResource (imageId, bidPercentage, minvCpus, desiredvCpus) and
 * ContainerProperties (vcpus, memory).
 */
import { message, type Message } from '../../../preload/contract/message.ts';
import type { OldJob, OldMachines } from './old-shape.ts';
import { holdsMemory, hostFolder, wants } from './old-wants.ts';
import { memoryFor, typesOf, type Size } from './sizes.ts';

export interface Finding {
  /** `refused`: AWS takes it no more. `danger`: kept, in red. `changed`: another way is better or newer. */
  kind: 'refused' | 'danger' | 'changed';
  /** As it stands in the file: `computeResources.bidPercentage`. */
  path: string;
  was: string;
  /** What stands there now; null: nothing any more. */
  now: string | null;
  says: Message;
}

export const noDriver = /^(?:p2|p3|p3dn|g2|g3|g3s)(?:\.|$)/;
const blockedImage = /^ECS_AL(?:1|2)(?:_NVIDIA)?$/i;

const says = (name: string, params?: Message['params']) => message(`recipe.batch.${name}`, params);
const finding = (
  kind: Finding['kind'],
  path: string,
  was: string | number,
  now: string | null,
  reason: Message,
): Finding => ({ kind, path, was: String(was), now, says: reason });

export function machineFindings(machines: OldMachines, size: Size): Finding[] {
  const at = (name: string) => `computeResources.${name}`;
  const list: Finding[] = [];
  const pool = typesOf(size).join(', ');
  const {
    instanceTypes = [],
    ec2Configuration = [],
    bidPercentage,
    minvCpus,
    maxvCpus,
    desiredvCpus,
  } = machines;
  const old = instanceTypes.filter((type) => noDriver.test(type));
  if (old.length > 0)
    list.push(
      finding(
        'refused',
        at('instanceTypes'),
        instanceTypes.join(', '),
        pool,
        says('types', { list: { list: old } }),
      ),
    );
  else if (instanceTypes.length > 0 && instanceTypes.length < 3)
    list.push(finding('changed', at('instanceTypes'), instanceTypes.join(', '), pool, says('fewTypes')));
  for (const { imageType } of ec2Configuration)
    if (imageType !== undefined && blockedImage.test(imageType))
      list.push(
        finding(
          'refused',
          at('ec2Configuration'),
          imageType,
          'ECS_AL2023_NVIDIA',
          says('image', { image: imageType }),
        ),
      );
  if (machines.imageId !== undefined)
    list.push(finding('changed', at('imageId'), machines.imageId, 'ECS_AL2023_NVIDIA', says('imageId')));
  if (machines.type?.toUpperCase() === 'EC2')
    list.push(finding('changed', at('type'), machines.type, 'SPOT', says('onDemand')));
  if (machines.allocationStrategy === undefined || machines.allocationStrategy.toUpperCase() === 'BEST_FIT')
    list.push(
      finding(
        'changed',
        at('allocationStrategy'),
        machines.allocationStrategy ?? '',
        'SPOT_PRICE_CAPACITY_OPTIMIZED',
        says('strategy'),
      ),
    );
  if (bidPercentage !== undefined && bidPercentage > 0 && bidPercentage < 100)
    list.push(
      finding('changed', at('bidPercentage'), bidPercentage, null, says('bid', { percent: bidPercentage })),
    );
  if (minvCpus !== undefined && minvCpus > 0)
    list.push(finding('changed', at('minvCpus'), minvCpus, '0', says('always', { vcpus: minvCpus })));
  if (maxvCpus !== undefined && maxvCpus !== size.vcpus)
    list.push(finding('changed', at('maxvCpus'), maxvCpus, String(size.vcpus), says('most')));
  if (desiredvCpus !== undefined && desiredvCpus > 0)
    list.push(
      finding('changed', at('desiredvCpus'), desiredvCpus, null, says('desired', { vcpus: desiredvCpus })),
    );
  if (machines.spotIamFleetRole !== undefined)
    list.push(finding('changed', at('spotIamFleetRole'), machines.spotIamFleetRole, null, says('fleetRole')));
  if (machines.ec2KeyPair !== undefined && machines.ec2KeyPair !== '')
    list.push(
      finding(
        'danger',
        at('ec2KeyPair'),
        machines.ec2KeyPair,
        machines.ec2KeyPair,
        message('plan.training.keyPair', { key: machines.ec2KeyPair }),
      ),
    );
  return list;
}

export function jobFindings(job: OldJob, size: Size): Finding[] {
  const { containerProperties: container = {}, containerOverrides: overrides = {} } = job;
  const at = (name: string) =>
    `${Object.hasOwn(overrides, name) ? 'containerOverrides' : 'containerProperties'}.${name}`;
  const list: Finding[] = [];
  const { privileged = false } = container;
  const { vcpus = container.vcpus, memory = container.memory } = overrides;
  const most = memoryFor(size.memoryMiB);
  if (vcpus !== undefined)
    list.push(
      finding('changed', at('vcpus'), vcpus, `VCPU ${size.vcpus}`, says('resources', { name: 'vcpus' })),
    );
  if (memory !== undefined)
    list.push(
      finding('changed', at('memory'), memory, `MEMORY ${most}`, says('resources', { name: 'memory' })),
    );
  const wanted = wants(job, 'MEMORY');
  if (wanted !== undefined && wanted > most)
    list.push(
      finding(
        holdsMemory(size, wanted) ? 'changed' : 'refused',
        at('memory'),
        wanted,
        String(most),
        says('memory', { wanted, most }),
      ),
    );
  if (wants(job, 'GPU') === undefined)
    list.push(finding('changed', at('resourceRequirements'), '', `GPU ${size.gpus}`, says('noGpu')));
  if (privileged)
    list.push(finding('danger', at('privileged'), 'true', 'true', message('plan.training.privileged')));
  const folder = hostFolder(job);
  if (folder !== '')
    list.push(
      finding('danger', at('volumes'), folder, folder, message('plan.training.hostFolder', { folder })),
    );
  const { attempts = 1, evaluateOnExit } = job.retryStrategy ?? {};
  if (evaluateOnExit === undefined || evaluateOnExit.length === 0)
    list.push(finding('changed', 'retryStrategy', attempts, String(Math.max(3, attempts)), says('retry')));
  if (job.timeout?.attemptDurationSeconds === undefined)
    list.push(finding('changed', 'timeout', '', '4 h', says('timeout')));
  return list;
}
