import type { Target } from '../../../preload/contract/plan.ts';
import { foundationArns } from '../../plans/names.ts';
import { eveningCron, startDate } from '../evening.ts';
import type { NotebookAnswers } from './answers.ts';

/** The bucket of the answers: a new one's name, or the chosen one. */
export const bucketOf = ({ bucket }: NotebookAnswers): string =>
  bucket.choice === 'new' ? bucket.newName : bucket.choice;

/**
 * Values of the template's parameters. Roles of the foundation are passed when the account is known; a draft leaves them
 * to the template, which finds them by name. `notBefore` (ms): the evening stop waits until then.
 */
export function notebookParameters(
  answers: NotebookAnswers,
  target: Target,
  notBefore: number | null,
): Record<string, string> {
  const evening = answers.evening.on ? eveningCron(answers.evening) : { evening: '', night: '' };
  const arns = foundationArns(target);
  const own = answers.network !== 'default';
  return {
    NotebookName: answers.name,
    NotebookNameInArn: answers.name.toLowerCase(),
    InstanceType: answers.size,
    VolumeSizeInGB: String(answers.disk.sizeGb),
    BucketName: bucketOf(answers),
    RoleArn: answers.role === 'made' ? '' : answers.role,
    EveningStop: evening.evening,
    EveningStopNight: evening.night,
    EveningTimeZone: answers.evening.on ? answers.evening.timeZone : 'UTC',
    EveningNotBefore: notBefore === null ? '' : startDate(notBefore),
    IdleStopMinutes: answers.idle.on ? String(answers.idle.minutes) : '0',
    SubnetId: own ? answers.network : '',
    SecurityGroupIds: '',
    DirectInternetAccess: own ? 'Disabled' : 'Enabled',
    RootAccess: answers.rootAccess ? 'Enabled' : 'Disabled',
    GitRepository: answers.git,
    DashboardPort: answers.dashboard.on ? String(answers.dashboard.port) : '0',
    GuardRoleArn: arns?.guardRole ?? '',
    BoundaryArn: arns?.boundary ?? '',
  };
}
