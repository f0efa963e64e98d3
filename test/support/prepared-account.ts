/** What most stories of a notebook begin with, made by the program itself. */
import { expect } from 'vitest';
import type { Engine } from '../../main/engine.ts';
import type { Sandbox } from '../../main/sandbox/index.ts';
import type { Spine } from './spine.ts';

/** An account that is prepared, with a place for files. */
export async function prepareAccount(spine: Spine, engine: Engine, bucket: string): Promise<void> {
  for (const [source, given] of [
    ['foundation', {}],
    ['storage', { name: bucket }],
  ] as const)
    expect((await spine.apply(engine, await spine.plan(engine, source, given))).state).toBe('succeeded');
}

/** Answers of the notebook wizard: a small one that stops in the evening. */
export const smallNotebook = (name: string, bucket: string) => ({
  name,
  size: 'ml.t3.medium',
  bucket: { choice: bucket },
  evening: { at: '19:00', timeZone: 'UTC' },
});

/** AWS announces one thing more than a plan holds. Returns the function that stops it. */
export const announceMore = (sandbox: Sandbox): (() => void) =>
  sandbox.hook({
    after: ({ operation }, outcome) => {
      if (operation !== 'DescribeChangeSet' || !('output' in outcome)) return;
      const changes = outcome.output['Changes'] as { ResourceChange: object }[];
      const [first] = changes;
      if (first)
        changes.push({ ...first, ResourceChange: { ...first.ResourceChange, LogicalResourceId: 'More' } });
    },
  });
