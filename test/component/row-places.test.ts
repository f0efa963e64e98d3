import { expect, test } from 'vitest';
import { RowPlaces } from '../../renderer/ui/table/row-places.ts';

const rows = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `row-${from + at}`);

test('asked again for the same rows, the same keys', () => {
  const places = new RowPlaces();
  const first = places.keysOf(rows(0, 5), true);
  expect(new Set(first).size).toBe(5);
  expect(places.keysOf(rows(0, 5), true)).toEqual(first);
});

test('scrolled a little, the rows that stay keep their elements and those that come get new ones', () => {
  const places = new RowPlaces();
  const first = places.keysOf(rows(0, 5), true);
  const [, , ...stayed] = first;
  const second = places.keysOf(rows(2, 5), true);
  expect(second.slice(0, 3)).toEqual(stayed);
  for (const key of second.slice(3)) expect(first).not.toContain(key);
});

test('in a leap the rows that come take the elements of those that left, in order, and more are new', () => {
  const places = new RowPlaces();
  const first = places.keysOf(rows(0, 5), true);
  const second = places.keysOf(rows(100, 7), true);
  expect(second.slice(0, 5)).toEqual(first);
  expect(new Set(second).size).toBe(7);
});

test('a list of which nothing is left hands nothing on where it must not', () => {
  const places = new RowPlaces();
  const first = places.keysOf(rows(0, 5), false);
  for (const key of places.keysOf(rows(100, 5), false)) expect(first).not.toContain(key);
});

test('the row with the focus keeps its element, and it is never one that React would move', () => {
  const places = new RowPlaces();
  const first = places.keysOf(rows(0, 5), true);
  // Down: it stands before the others from now on.
  const below = places.keysOf(['row-2', ...rows(100, 5)], true);
  expect(below[0]).toBe(first[2]);
  expect(below.slice(1, 5)).toEqual([0, 1, 3, 4].map((at) => first[at]));
  // Up: it stood first and comes last, so the others are new.
  const above = places.keysOf([...rows(-50, 5), 'row-2'], true);
  expect(above.at(-1)).toBe(first[2]);
  for (const key of above.slice(0, 5)) expect(below).not.toContain(key);
  // Further up it is the last as before.
  const further = places.keysOf([...rows(-500, 5), 'row-2'], true);
  expect(further).toEqual(above);
});
