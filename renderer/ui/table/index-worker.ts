/** The worker's file: the index of one long list, away from the thread that draws. */
import { serveIndex, type ToIndex } from './index-wire.ts';

const answer = serveIndex((view) => postMessage(view, { transfer: [view.slots.buffer] }));

addEventListener('message', (event: MessageEvent<ToIndex>) => answer(event.data));
