/** Lines of a job in CloudWatch Logs: the group and stream that AWS uses. */
import type { SandboxAccount } from '../../engine/types.ts';
import { appendEvents, groupKind, streamKind } from '../logs/store.ts';
import type { JobSpec } from './kinds.ts';
import { shortName } from './names.ts';

/** Batch makes this group by itself; any other must be there. */
const usual = '/aws/batch/job';

interface Place {
  group: string;
  prefix: string | undefined;
  create: boolean;
}

/** Null: the lines go elsewhere. */
function placeOf({ container }: Readonly<JobSpec>): Place | null {
  const log = container.logConfiguration;
  if (log && log.logDriver !== 'awslogs') return null;
  const options = log?.options ?? {};
  const group = options['awslogs-group'] ?? usual;
  return {
    group,
    prefix: options['awslogs-stream-prefix'],
    create: group === usual || options['awslogs-create-group'] === 'true',
  };
}

/** `DEFINITION/default/TASK`, or with the prefix of one's own. */
export function streamName(spec: Readonly<JobSpec>, definition: string, taskArn: string): string {
  const prefix = placeOf(spec)?.prefix ?? shortName(definition).split(':')[0] ?? '';
  return `${prefix}/default/${shortName(taskArn)}`;
}

export function logFault(
  account: SandboxAccount,
  region: string,
  spec: Readonly<JobSpec>,
): string | undefined {
  const place = placeOf(spec);
  if (!place || place.create || account.table(groupKind, region).get(place.group)) return undefined;
  return 'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.';
}

export function logTo(
  account: SandboxAccount,
  region: string,
  spec: Readonly<JobSpec>,
  name: string,
  lines: readonly string[],
): void {
  const place = placeOf(spec);
  if (!place) return;
  const { group } = place;
  const now = account.clock.now();
  const groups = account.table(groupKind, region);
  if (!groups.get(group)) groups.put({ name: group, createdAt: now, tags: {} });
  const streams = account.table(streamKind, region);
  const key = streamKind.key({ group, name, createdAt: now, storedBytes: 0, written: 0 });
  const stream = streams.get(key) ?? { group, name, createdAt: now, storedBytes: 0, written: 0 };
  appendEvents(
    account,
    region,
    stream,
    lines.map((message) => ({ at: now, message })),
  );
}
