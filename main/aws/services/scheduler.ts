/** The EventBridge Scheduler operations that Millwright calls. Loaded at the first call; named, so that the rest is not bundled. */
export {
  SchedulerClient as Client,
  GetScheduleCommand,
  ListSchedulesCommand,
} from '@aws-sdk/client-scheduler';
