/**
 * The line to main comes first: what draws the window is much to read, and meanwhile the first questions are on their way,
 * so that the first picture has its figures.
 */
import { askedAhead } from '../preload/ahead.ts';
import { electronBridge, openElectronLine } from '../preload/electron-window.ts';
import { openLoopback } from '../preload/loopback.ts';
import { firstQuestions } from './app/first.ts';
import { readRoom } from './app/rooms.ts';

const bridge = electronBridge(window);
const line = bridge === null ? openLoopback() : openElectronLine(bridge);
const questions = firstQuestions(location.hash).map(([, one]) => one);
const asked = askedAhead(line, questions);
const room = readRoom(location.hash);

const parsed = new Promise<void>((resolve) => {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => resolve());
  else resolve();
});

// No await at the top: what draws needs parts of this script, and would wait for its end.
void Promise.all([import('./app/start.tsx'), parsed, room]).then(([{ start }]) => {
  const place = document.getElementById('app');
  if (place === null) throw new Error('The page has no place for the window');
  return start(place, asked);
});
