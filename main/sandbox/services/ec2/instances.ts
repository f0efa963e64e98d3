/**
 * DescribeInstances: the machines that run in the account, which are those of AWS Batch.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
 */
import type * as sdk from '@aws-sdk/client-ec2';
import type { Call } from '../../engine/types.ts';
import { environments, machines, type Machine } from '../batch/kinds.ts';
import { described, some, unknown } from './described.ts';

/** Numbers of states, from the API model. */
const states = { pending: 0, running: 16 } as const;

function instance({ account, region }: Call, machine: Readonly<Machine>): sdk.Instance {
  const environment = environments(account, region)
    .list()
    .find(({ arn }) => arn === machine.environment);
  return {
    InstanceId: machine.id,
    InstanceType: machine.type as sdk._InstanceType,
    ...(machine.spot && { InstanceLifecycle: 'spot' as const }),
    State: { Name: machine.state, Code: states[machine.state] },
    Placement: { AvailabilityZone: machine.zone },
    LaunchTime: new Date(machine.launchedAt),
    // Batch gives machines the tags of its compute resources.
    Tags: Object.entries(environment?.resources?.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  };
}

const only = ({ Instances: [one] = [] }: sdk.Reservation): sdk.Instance => one ?? {};

/** Each machine is a reservation of its own. */
export const instances = described<sdk.Reservation>({
  items: 'Reservations',
  ids: { member: 'InstanceIds', missing: unknown('InvalidInstanceID.NotFound', 'instance ID') },
  id: (reservation) => only(reservation).InstanceId ?? '',
  filters: {
    'instance-state-name': (r) => some(only(r).State?.Name),
    'instance-type': (r) => some(only(r).InstanceType),
    'instance-lifecycle': (r) => some(only(r).InstanceLifecycle),
    'availability-zone': (r) => some(only(r).Placement?.AvailabilityZone),
  },
  all: (_network, call) =>
    machines(call.account, call.region)
      .list()
      .map((machine) => ({
        ReservationId: `r-${machine.id.slice(2)}`,
        OwnerId: call.account.id,
        Instances: [instance(call, machine)],
      })),
});
