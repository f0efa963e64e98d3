import {
  SageMakerClient,
  DescribeNotebookInstanceCommand,
  StartNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shows } from '../status/shows.ts';
import { openSpine, type Spine } from '../support/spine.ts';

/** A notebook at ten in the morning in UTC, with the evening stop at 19:00 and no idle stop; then the program is closed. */
async function leaveRunning(spine: Spine): Promise<void> {
  const engine = await spine.engine();
  const answers = {
    name: 'forecast',
    size: 'ml.t3.medium',
    bucket: { choice: 'new', newName: 'forecast-files-1' },
    evening: { at: '19:00', timeZone: 'UTC' },
    idle: { on: false },
  };
  const task = await spine.apply(engine, await spine.plan(engine, 'notebook', answers));
  expect(task.state).toBe('succeeded');
  await engine.close();
}

const at = (time: string) => Date.parse(`2026-11-20T${time}Z`);

describe('the evening stop, with the program closed,', () => {
  let spine: Spine;
  let sagemaker: SageMakerClient;

  beforeEach(async () => {
    spine = await openSpine();
    await leaveRunning(spine);
    sagemaker = new SageMakerClient({
      endpoint: spine.env.AWS_ENDPOINT_URL ?? '',
      region: spine.env.AWS_REGION ?? '',
      credentials: {
        accessKeyId: spine.env.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: spine.env.AWS_SECRET_ACCESS_KEY ?? '',
      },
    });
  });
  afterEach(async () => {
    sagemaker.destroy();
    await spine.close();
  });

  const status = async () =>
    (await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: 'forecast' })))
      .NotebookInstanceStatus;
  const advanceTo = async (time: string) => spine.sandbox.advance((at(time) - spine.clock.now()) / 1000);
  /** Hours of the machine in the ledger: spans with begin and end. */
  const machineSpans = () =>
    spine.sandbox
      .ledger()
      .filter(({ kind }) => kind === 'sagemaker/notebook-instance')
      .flatMap(({ billed }) => billed.filter(({ unit }) => unit === 'hour'));

  test(
    'stops the notebook at 19:00 and ends its price' + shows('done-when:1.3/fires', 'system:3/evening'),
    async () => {
      await advanceTo('18:59:30');
      expect(await status()).toBe('InService');
      await advanceTo('19:10:00');
      expect(await status()).toBe('Stopped');
      expect(machineSpans().map(({ to }) => to?.slice(0, 16))).toEqual(['2026-11-20T19:00']);
    },
  );

  test(
    'stops a notebook that was Pending at 19:00 a quarter of an hour later' + shows('done-when:1.3/pending'),
    async () => {
      await advanceTo('19:10:00');
      // Somebody starts it by hand just before the next try.
      await advanceTo('19:14:55');
      await sagemaker.send(new StartNotebookInstanceCommand({ NotebookInstanceName: 'forecast' }));
      await advanceTo('19:15:05');
      expect(await status()).toBe('Pending');
      await advanceTo('19:29:00');
      expect(await status()).toBe('InService');
      await advanceTo('19:45:00');
      expect(await status()).toBe('Stopped');
      expect(machineSpans().every(({ to }) => to !== null)).toBe(true);
    },
  );

  test(
    'does so every evening, and leaves a notebook that is started in the morning alone' +
      shows('system:20/guard'),
    async () => {
      await advanceTo('23:00:00');
      await spine.sandbox.advance(10 * 3600);
      await sagemaker.send(new StartNotebookInstanceCommand({ NotebookInstanceName: 'forecast' }));
      await spine.sandbox.advance(9 * 3600);
      expect(await status()).toBe('InService');
      await spine.sandbox.advance(2 * 3600);
      expect(await status()).toBe('Stopped');
    },
  );
});
