/** A file system whose steps can be counted, refused or the last ones that a program does. */
import * as fs from 'node:fs/promises';
import type { Files } from '../../main/storage/disk.ts';

export type Step =
  'open' | 'write' | 'writeFile' | 'datasync' | 'sync' | 'truncate' | 'rename' | 'unlink' | 'mkdir';

export interface BadDisk extends Files {
  /** Steps that changed something, in order. */
  readonly steps: Step[];
}

const onHandle: ReadonlySet<string> = new Set<Step>(['write', 'writeFile', 'datasync', 'sync', 'truncate']);

/** `before` is asked at each step that changes something: throwing refuses it, a promise that never ends kills there. */
export function badDisk(before: (step: Step, number: number) => Promise<void> | void): BadDisk {
  const steps: Step[] = [];
  const at = async (step: Step): Promise<void> => {
    steps.push(step);
    await before(step, steps.length - 1);
  };
  const handle = (real: fs.FileHandle): fs.FileHandle =>
    new Proxy(real, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const method = value.bind(target) as (...given: unknown[]) => Promise<unknown>;
        if (!onHandle.has(String(name))) return method;
        return async (...given: unknown[]) => {
          await at(name as Step);
          return method(...given);
        };
      },
    });
  const guarded =
    <A extends unknown[], R>(step: Step, work: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      await at(step);
      return work(...given);
    };
  return {
    steps,
    readFile: fs.readFile,
    readdir: fs.readdir,
    mkdir: guarded('mkdir', fs.mkdir as (...given: unknown[]) => Promise<undefined>),
    rename: guarded('rename', fs.rename),
    unlink: guarded('unlink', fs.unlink),
    open: async (path, flags, mode) => {
      if (flags !== 'r') await at('open');
      return handle(await fs.open(path, flags, mode));
    },
  };
}

export const refusal = (code: string): Error => Object.assign(new Error(code), { code });
