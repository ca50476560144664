import { expect, it } from 'vitest';
import { Room } from './room.js';

/** What each finds who comes while so many wait. */
const found = (room: Room, ...waiting: number[]) => waiting.map((many) => room.takes(many, 0));

it('a burst has the whole room, however long what is in it stays', () => {
  expect(found(new Room(12, () => 0), 0, 4, 11, 12)).toEqual([true, true, true, false]);
});

it('once it was full, a third of it is all there is, for 250 ms after it was full last', () => {
  let now = 1000;
  const room = new Room(12, () => now);
  expect(found(room, 12)).toEqual([false]);
  now += 249;
  expect(found(room, 3, 4, 11)).toEqual([true, false, false]);
  // To be refused in the scarce third does not make it last.
  now += 1;
  expect(found(room, 4, 11, 13)).toEqual([true, true, false]);
  now += 249;
  expect(found(room, 11)).toEqual([false]);
});

it('what waits for something else than its turn counts against the whole, not against the third', () => {
  const room = new Room(12, () => 0);
  expect(room.takes(12, 8)).toBe(false);
  expect(room.takes(11, 8)).toBe(true);
  expect(room.takes(11, 7)).toBe(false);
});

it('without a bound there is always room', () => {
  expect(found(new Room(null, () => 0), 1_000_000)).toEqual([true]);
});

it('room for one is room for one', () => {
  expect(found(new Room(1, () => 0), 0, 1, 0)).toEqual([true, false, true]);
});
