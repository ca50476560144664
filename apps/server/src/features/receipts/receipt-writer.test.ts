import { expect, it } from 'vitest';
import { ReceiptWriter } from './receipt-writer.js';
import type { ReceiptMoved } from './receipts.api.js';
import type { Mark } from './receipts.repository.js';

const receiptOf = ({ chatId, userId, read, delivered }: Mark): ReceiptMoved => ({
  chatId,
  userId,
  readSeq: read,
  readAt: null,
  deliveredSeq: Math.max(read, delivered),
  readMoved: read > 0,
  deliveredMoved: true,
  memberIds: [1, 2],
});

const mark = (userId: number, read: number, delivered = 0): Mark => ({ chatId: 'c', userId, read, delivered });

/** A writer whose statements end when the test says so. */
function world() {
  const batches: { readonly marks: readonly Mark[]; end(): void; fail(error: Error): void }[] = [];
  const told: ReceiptMoved[] = [];
  const writer = new ReceiptWriter(
    (marks) =>
      new Promise((resolve, reject) => {
        batches.push({ marks, end: () => resolve(marks.map(receiptOf)), fail: reject });
      }),
    (receipt) => told.push(receipt),
  );
  /** The batch with this number, once it was sent. */
  const batch = async (index: number) => {
    await expect.poll(() => batches.length, { interval: 1 }).toBe(index + 1);
    return batches[index]!;
  };
  return { writer, batches, told, batch };
}

it('writes what comes together in one statement, and what comes meanwhile in the next one', async () => {
  const { writer, batch, batches } = world();
  const first = [writer.mark(mark(1, 5)), writer.mark(mark(2, 3))];
  const sent = await batch(0);
  expect(sent.marks).toEqual([mark(1, 5), mark(2, 3)]);
  const later = [writer.mark(mark(1, 6)), writer.mark(mark(1, 9)), writer.mark(mark(1, 7, 12))];
  expect(batches).toHaveLength(1);
  sent.end();
  await Promise.all(first);
  const next = await batch(1);
  expect(next.marks).toEqual([mark(1, 9, 12)]);
  next.end();
  expect((await Promise.all(later)).map((receipt) => receipt?.readSeq)).toEqual([9, 9, 9]);
});

it('tells of a receipt once, however many asked for it', async () => {
  const { writer, batch, told } = world();
  const asked = [writer.mark(mark(1, 5)), writer.mark(mark(1, 5))];
  (await batch(0)).end();
  await Promise.all(asked);
  expect(told).toHaveLength(1);
});

it('a statement that fails fails its own marks alone', async () => {
  const { writer, batch, told } = world();
  const failing = writer.mark(mark(1, 5));
  const sent = await batch(0);
  const next = writer.mark(mark(1, 6));
  sent.fail(new Error('away'));
  await expect(failing).rejects.toThrow('away');
  (await batch(1)).end();
  await expect(next).resolves.toMatchObject({ readSeq: 6 });
  expect(told).toHaveLength(1);
});

it('refuses at once what is too much', async () => {
  const { writer, batch } = world();
  const waiting = Array.from({ length: 10_000 }, (_, userId) => writer.mark(mark(userId + 1, 1)));
  await expect(writer.mark(mark(20_000, 1))).rejects.toMatchObject({ code: 'unavailable' });
  expect((await batch(0)).marks).toHaveLength(256);
  expect(waiting).toHaveLength(10_000);
});
