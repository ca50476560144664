import { expect, it } from 'vitest';
import { ChatRooms } from './chat-rooms.js';
import type { ChatSocket } from './chat-socket.js';

const socketOf = (userId: number, connected = true): ChatSocket =>
  ({ connected, data: { actor: { userId }, entered: new Set() } }) as unknown as ChatSocket;

it('knows the sockets of those who are named, in the rooms that they entered', () => {
  const rooms = new ChatRooms();
  const [phone, laptop, other] = [socketOf(1), socketOf(1), socketOf(2)];
  for (const socket of [phone, laptop, other, laptop]) rooms.enter(socket, 'a');
  rooms.enter(other, 'b');
  expect(rooms.of('a', [1])).toEqual([phone, laptop]);
  expect(rooms.of('a', [2, 1, 3])).toEqual([phone, laptop, other]);
  expect(rooms.of('b', [1])).toEqual([]);
  expect(rooms.of('c', [1])).toEqual([]);
});

it('forgets who left, and whoever is gone, everywhere', () => {
  const rooms = new ChatRooms();
  const [one, two] = [socketOf(1), socketOf(2)];
  for (const chat of ['a', 'b']) for (const socket of [one, two]) rooms.enter(socket, chat);
  rooms.exit(one, 'a');
  rooms.exit(one, 'a');
  expect(rooms.of('a', [1, 2])).toEqual([two]);
  rooms.exitAll(two);
  expect(rooms.of('a', [1, 2])).toEqual([]);
  expect(rooms.of('b', [1, 2])).toEqual([one]);
  expect(two.data.entered.size).toBe(0);
});

it('lets nobody in whose connection has ended: nobody would take it out again', () => {
  const rooms = new ChatRooms();
  rooms.enter(socketOf(1, false), 'a');
  expect(rooms.of('a', [1])).toEqual([]);
});
