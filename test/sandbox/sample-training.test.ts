/** The training script that ships: its own lines, over a stand-in for TensorFlow, which is not on every computer. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { asset } from '../../main/program.ts';
import { censusCsv } from '../../main/samples/census.ts';

const hasNumpy = (() => {
  try {
    execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
console.warn('not run here: the sample over TensorFlow itself; a stand-in over numpy takes its place');
if (!hasNumpy) console.warn('not run here: Python with numpy is not installed');

const folder = mkdtempSync(join(tmpdir(), 'sample-training-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.skipIf(!hasNumpy)(
  'saves when it is asked to stop, goes on from there and leaves what it made',
  async () => {
    writeFileSync(join(folder, 'train.csv'), censusCsv(1500, 1));
    writeFileSync(join(folder, 'test.csv'), censusCsv(500, 2));
    const begin = (epochs: number) => {
      const script = [asset('samples', 'train-census', 'train.py'), '--epochs', String(epochs)];
      const child = spawn('python3', [...script, '--batch-size', '100'], {
        env: {
          PATH: process.env['PATH'] ?? '',
          PYTHONPATH: resolve('test/fixtures/tensorflow-stand-in'),
          PYTHONDONTWRITEBYTECODE: '1',
          TRAINING_DATA: join(folder, 'train.csv'),
          TEST_DATA: join(folder, 'test.csv'),
          MODEL_DIR: join(folder, 'model'),
          EXPORT_PATH: join(folder, 'export'),
          MILLWRIGHT_CHECKPOINTS: join(folder, 'checkpoints'),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let log = '';
      const ended = new Promise<number | null>((done) => child.once('close', done));
      const said = (text: string) =>
        new Promise<void>((done) => {
          const take = (chunk: Buffer) => {
            log += chunk.toString();
            if (log.includes(text)) done();
          };
          child.stdout.on('data', take);
          child.stderr.on('data', take);
          void ended.then(() => done());
        });
      return { child, ended, said, log: () => log };
    };
    const first = begin(50);
    await first.said('epoch=1 of=50');
    first.child.kill('SIGTERM');
    expect(await first.ended, first.log()).toBe(0);
    const epoch = Number(/saved within epoch (\d+)/.exec(first.log())?.[1]) - 1;
    expect(epoch).toBeGreaterThan(0);
    expect(readdirSync(join(folder, 'checkpoints'))).toEqual([`epoch-${String(epoch).padStart(4, '0')}`]);

    const second = begin(epoch + 2);
    await second.said('test_accuracy=');
    expect(await second.ended, second.log()).toBe(0);
    expect(second.log()).toContain(
      `Going on after epoch ${epoch}\nepoch=${epoch + 1} of=${epoch + 2} loss=0.`,
    );
    const metrics = JSON.parse(readFileSync(join(folder, 'model', 'metrics.json'), 'utf8')) as object;
    expect(metrics).toMatchObject({ epochs: epoch + 2, rows: { train: 1500, test: 500 } });
    expect((metrics as { accuracy: number }).accuracy).toBeGreaterThan(0.7);
    expect(readdirSync(join(folder, 'export')).sort()).toEqual(['columns.json', 'model.keras']);
  },
  180_000,
);
