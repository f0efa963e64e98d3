/** The way back from parameters of a notebook's stack to the answers that they stand for. */
import type { Answers } from '../../../preload/contract/wizard.ts';
import { eveningOf } from '../evening.ts';

/** `parameters`: of a stack made of the notebook's template, all of them. A time that is over is no answer. */
export function answersOfNotebook(parameters: Record<string, string>): Answers {
  const value = (name: string) => parameters[name] ?? '';
  const evening = eveningOf(value('EveningStop'), value('EveningTimeZone'));
  const [idle, port] = [Number(value('IdleStopMinutes')), Number(value('DashboardPort'))];
  return {
    name: value('NotebookName'),
    size: value('InstanceType'),
    bucket: { choice: value('BucketName'), newName: '' },
    evening: evening
      ? { on: true, ...evening, tonight: 'asSet', near: false, keepRunning: false }
      : // Who made it so has agreed to it.
        { on: false, at: '19:00', timeZone: 'UTC', tonight: 'asSet', near: false, keepRunning: true },
    idle: { on: idle > 0, minutes: idle > 0 ? idle : 60 },
    disk: { sizeGb: Number(value('VolumeSizeInGB')) },
    role: value('RoleArn') === '' ? 'made' : value('RoleArn'),
    network: value('SubnetId') === '' ? 'default' : value('SubnetId'),
    rootAccess: value('RootAccess') === 'Enabled',
    git: value('GitRepository'),
    dashboard: { on: port > 0, port: port > 0 ? port : 8501 },
  };
}
