import { describe, expect, it } from 'vitest';
import { placeBeside, type Box } from '../../renderer/features/tour/place.ts';

const card = { width: 340, height: 190 };

const apart = (a: Box, b: Box) =>
  a.left + a.width <= b.left ||
  b.left + b.width <= a.left ||
  a.top + a.height <= b.top ||
  b.top + b.height <= a.top;

describe('the card of the tour', () => {
  it.each([
    ['the menu', { left: 8, top: 250, width: 190, height: 28 }, { width: 1024, height: 700 }],
    ['a card in the middle', { left: 240, top: 160, width: 420, height: 70 }, { width: 1280, height: 800 }],
    ['the right edge', { left: 700, top: 160, width: 320, height: 70 }, { width: 1024, height: 700 }],
    ['a whole line', { left: 30, top: 60, width: 580, height: 70 }, { width: 640, height: 400 }],
    ['a whole line below', { left: 30, top: 225, width: 580, height: 70 }, { width: 640, height: 400 }],
  ])('stands beside %s and in the window', (_name, target, view) => {
    const at = { ...placeBeside(target, card, view), ...card };
    expect(apart(at, target)).toBe(true);
    expect(at.left).toBeGreaterThanOrEqual(0);
    expect(at.top).toBeGreaterThanOrEqual(0);
    expect(at.left + at.width).toBeLessThanOrEqual(view.width);
    expect(at.top + at.height).toBeLessThanOrEqual(view.height);
  });

  it('stands at the lower edge where nothing is to be named', () => {
    expect(placeBeside(null, card, { width: 1024, height: 700 })).toEqual({ left: 336, top: 498 });
  });
});
