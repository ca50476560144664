import { expect, it } from 'vitest';
import type { RowResult } from './append-batch.js';
import type { AppendRequest } from './append-types.js';
import { PendingAppend } from './pending-append.js';
import { Settlement } from './settlement.js';

const request: AppendRequest = {
  chatId: '00000000-0000-7000-8000-000000000001',
  senderId: 1,
  messageType: 'text',
  text: 'hi',
  clientId: null,
  replyTo: null,
  overLimit: false,
};
const batch = (from: number, count: number): PendingAppend[] =>
  Array.from({ length: count }, (_, index) => new PendingAppend(request, String(from + index)));
const results = (rows: readonly PendingAppend[]): RowResult[] => rows.map(() => ({ kind: 'busy' }));
const turn = () => new Promise(setImmediate);

/** A settlement with the ids of each slice that it settled. */
function watched(now: () => number) {
  const slices: string[][] = [];
  const settlement = new Settlement((rows) => void slices.push(rows.map(({ id }) => id)), now);
  return { slices, add: (rows: readonly PendingAppend[]) => settlement.add(rows, results(rows)) };
}

it('[GC6] settles the first slice at once and one in every second turn after it, whatever batches they are of', async () => {
  const { slices, add } = watched(() => 0);
  add(batch(0, 40));
  add(batch(40, 30));
  expect(slices.map(({ length }) => length)).toEqual([32]);
  await turn();
  await turn();
  expect(slices.map(({ length }) => length)).toEqual([32, 32]);
  await turn();
  await turn();
  expect(slices.flat()).toEqual(Array.from({ length: 70 }, (_, index) => String(index)));
  await turn();
  await turn();
  add(batch(70, 1));
  expect(slices.at(-1)).toEqual(['70']);
});

it('[GC6] settles all that waits when turns have become long', async () => {
  let now = 0;
  const { slices, add } = watched(() => now);
  add(batch(0, 300));
  now = 50;
  await turn();
  await turn();
  expect(slices.map(({ length }) => length)).toEqual([32, 268]);
});

it('[GC6] leaves what a slice brings a turn to leave in, before the next one is settled', async () => {
  const order: string[] = [];
  const settlement = new Settlement((rows) => {
    const slice = `slice to ${rows.at(-1)?.id}`;
    order.push(slice);
    // As acknowledgements and broadcasts do: one write at the end of the turn in which both are there.
    setImmediate(() => order.push(`broadcast of ${slice}`));
    queueMicrotask(() => setImmediate(() => order.push(`written: ${slice}`)));
  });
  const rows = batch(0, 64);
  settlement.add(rows, results(rows));
  for (let turns = 0; turns < 4; turns += 1) await turn();
  const steps = (slice: string) => [slice, `broadcast of ${slice}`, `written: ${slice}`];
  expect(order).toEqual(['slice to 31', 'slice to 63'].flatMap(steps));
});
