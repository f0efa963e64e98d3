import type { Operation } from '../../engine/types.ts';

/** IAM's pages: Marker in and out, 100 by default, 1000 at most. */
export function paged(items: string): NonNullable<Operation['page']> {
  return {
    items,
    input: 'Marker',
    output: 'Marker',
    limit: 'MaxItems',
    defaultSize: 100,
    maxSize: 1000,
    truncated: 'IsTruncated',
    invalidToken: { code: 'ValidationError', message: 'Invalid Marker.' },
  };
}
