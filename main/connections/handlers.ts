import type { Handlers } from '../../preload/contract/index.ts';
import type { Connections } from './connections.ts';

export function connectionHandlers(connections: Connections): Handlers['connections'] {
  return {
    list: () => connections.list(),
    use: ({ id, region }) => connections.use(id, region),
  };
}
