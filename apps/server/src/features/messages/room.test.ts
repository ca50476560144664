import { expect, it } from 'vitest';
import { Room } from './room.js';

/** What each finds who comes while so many wait. */
const found = (room: Room, ...waiting: number[]) => waiting.map((many) => room.takes(many, 0));

it('a burst has the whole room, however long what is in it stays', () => {
  expect(found(new Room(10, () => 0), 0, 5, 9, 10)).toEqual([true, true, true, false]);
});

it('once it was full, half of it is all there is, for 50 ms after it was full last', () => {
  let now = 1000;
  const room = new Room(10, () => now);
  expect(found(room, 10)).toEqual([false]);
  now += 49;
  expect(found(room, 4, 5, 9)).toEqual([true, false, false]);
  // To be refused in the scarce half does not make it last.
  now += 1;
  expect(found(room, 5, 9, 11)).toEqual([true, true, false]);
  now += 49;
  expect(found(room, 9)).toEqual([false]);
});

it('what waits for something else than its turn counts against the whole, not against the half', () => {
  const room = new Room(10, () => 0);
  expect(room.takes(10, 6)).toBe(false);
  expect(room.takes(9, 6)).toBe(true);
  expect(room.takes(9, 4)).toBe(false);
});

it('without a bound there is always room', () => {
  expect(found(new Room(null, () => 0), 1_000_000)).toEqual([true]);
});

it('room for one is room for one', () => {
  expect(found(new Room(1, () => 0), 0, 1, 0)).toEqual([true, false, true]);
});
