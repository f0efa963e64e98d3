/** What a plan says of an image that is built, besides its changes: how it ends, what it costs, what stays. Pure. */
import { message, type Message } from '../../../preload/contract/message.ts';
import type { Guard } from '../../../preload/contract/plan.ts';
import { stackNames } from '../../plans/names.ts';
import { limitMinutes, usualMinutes, type BuildSource } from './image-build.ts';
import { imageGb } from './money.ts';

interface Says {
  guards: Guard[];
  undo: Message[];
  stays: Message[];
  assumptions: Message[];
}

export function imageSays(name: string, built: BuildSource | undefined): Says {
  if (built === undefined) return { guards: [], undo: [], stays: [], assumptions: [] };
  const w = (of: string, params?: Message['params']) => message(`plan.training.image.${of}`, params);
  return {
    guards: [{ strength: 'aws', says: w('ends', { minutes: limitMinutes }) }],
    undo: [w('undo', { name: stackNames.imageBuild(name) })],
    stays: [w('stays')],
    assumptions: [w('assume', { minutes: usualMinutes, most: limitMinutes, gb: imageGb })],
  };
}
