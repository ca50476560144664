import { describe, expect, it } from 'vitest';
import { BatchQueue, ENOUGH_ROWS } from './batch-queue.js';

interface Row {
  readonly request: { readonly chatId: string };
  readonly clientKey: string | null;
  readonly bytes: number;
  readonly text: string;
}

const row = (chatId: string, text = '', bytes = 100): Row => ({ request: { chatId }, clientKey: 'a key', bytes, text });
const rows = (count: number, chat: (index: number) => string = String) =>
  Array.from({ length: count }, (_, index) => row(chat(index), String(index)));
const texts = (batch: readonly Row[]) => batch.map(({ text }) => text);

function queueOf(waiting: readonly Row[]): BatchQueue<Row> {
  const queue = new BatchQueue<Row>();
  for (const each of waiting) queue.add(each);
  return queue;
}

describe('rows on their way into the database', () => {
  it('[GC1] leave at once while nothing is under way, at most 256 of them and at most 1 MiB', () => {
    expect(queueOf([row('a')]).take()).toHaveLength(1);
    expect(queueOf(rows(300)).take()).toHaveLength(256);
    const half = 512 * 1024;
    expect(queueOf([row('a', '', half), row('a', '', half), row('a')]).take()).toHaveLength(2);
    expect(queueOf([row('a', '', 4 * half), row('a')]).take()).toHaveLength(1);
    expect(queueOf([]).take()).toEqual([]);
  });

  it('[GC1] wait for each other while a batch is under way, until many of other chats wait', () => {
    const queue = queueOf([row('first')]);
    const first = queue.take();
    for (const each of rows(ENOUGH_ROWS - 1)) queue.add(each);
    expect(queue.isReady).toBe(false);
    expect(queue.take()).toEqual([]);
    queue.add(row('first', 'of the same chat'));
    expect(queue.take()).toEqual([]);
    queue.add(row('one more'));
    expect(queue.take()).toHaveLength(ENOUGH_ROWS);
    queue.done(first);
    expect(texts(queue.take())).toEqual([]);
  });

  it('[GC3] never are in two batches of one chat at a time, and keep their order within it', () => {
    const queue = queueOf(rows(200, (index) => `chat ${index % 2}`));
    const first = queue.take();
    for (const each of rows(200, (index) => `chat ${index % 4}`)) queue.add(each);
    const second = queue.take();
    expect(new Set(second.map(({ request }) => request.chatId))).toEqual(new Set(['chat 2', 'chat 3']));
    expect(texts(second)).toEqual([...texts(second)].toSorted((a, b) => Number(a) - Number(b)));
    queue.putBack(first.slice(0, 2));
    queue.done(first);
    queue.done(second);
    expect(texts(queue.take())).toEqual(['0', '1', ...rows(200).flatMap(({ text }, at) => (at % 4 < 2 ? [text] : []))]);
  });

  it('[DL13] go behind another batch only with a key, and so does all that follows in their chats', () => {
    const queue = queueOf([row('first')]);
    const first = queue.take();
    queue.add({ ...row('nameless', '0'), clientKey: null });
    for (const each of rows(ENOUGH_ROWS, (index) => (index === 0 ? 'nameless' : `chat ${index}`))) queue.add(each);
    expect(queue.take()).toEqual([]);
    queue.add(row('one more'));
    expect(new Set(queue.take().map(({ request }) => request.chatId))).not.toContain('nameless');
    queue.done(first);
    expect(queue.writing).toBe(ENOUGH_ROWS);
    queue.add(row('nameless', '1'));
    expect(queue.isReady).toBe(false);
  });

  it('[GC3] without a key wait for one second batch at most, however much comes', () => {
    const queue = queueOf([row('first')]);
    const nameless = { ...row('nameless'), clientKey: null };
    const underWay = [queue.take()];
    queue.add(nameless);
    const left = Array.from({ length: 6 }, () => {
      for (const each of rows(300)) queue.add(each);
      const next = queue.take();
      if (next.length > 0) underWay.push(next);
      queue.done(underWay.shift() ?? []);
      return next.includes(nameless);
    });
    expect(left.indexOf(true)).toBeGreaterThanOrEqual(0);
    expect(left.indexOf(true)).toBeLessThanOrEqual(2);
  });

  it('are looked through for a second batch only when as many came as were missing', () => {
    const queue = queueOf([row('hot')]);
    const first = queue.take();
    for (let count = 0; count < 100; count += 1) queue.add(row('hot'));
    expect(queue.take()).toEqual([]);
    for (const each of rows(ENOUGH_ROWS - 1)) queue.add(each);
    expect(queue.isReady).toBe(false);
    queue.add(row('one more'));
    expect(queue.take()).toHaveLength(ENOUGH_ROWS);
    queue.done(first);
  });

  it('leave before the end of a turn once many wait; a look that found too few is not made again for each that follows', () => {
    const queue = queueOf(rows(ENOUGH_ROWS - 1));
    expect(queue.isEnough).toBe(false);
    queue.add(row('hot'));
    expect(queue.isEnough).toBe(true);
    const first = queue.take();
    for (const each of rows(ENOUGH_ROWS - 1, (index) => `other ${index}`)) queue.add(each);
    for (let count = 0; count < 2; count += 1) queue.add(row('hot'));
    expect(queue.take()).toEqual([]);
    const looks = Array.from({ length: ENOUGH_ROWS }, () => {
      queue.add(row('hot'));
      expect(queue.isReady).toBe(true);
      return queue.isEnough;
    });
    expect(looks.indexOf(true)).toBe(ENOUGH_ROWS - 1);
    queue.done(first);
    queue.removeAll();
    for (const each of rows(ENOUGH_ROWS)) queue.add(each);
    expect(queue.isEnough).toBe(true);
  });

  it('are under way in two batches, never in three', () => {
    const queue = queueOf(rows(2 * 256 + ENOUGH_ROWS));
    const [first, second] = [queue.take(), queue.take()];
    expect([first.length, second.length, queue.take().length]).toEqual([256, 256, 0]);
    expect(queue.isEnough).toBe(false);
    queue.done(second);
    expect(queue.take()).toHaveLength(ENOUGH_ROWS);
  });

  it('[GC4] count as being written up to one batch; what was sent beyond it waits', () => {
    const queue = queueOf(rows(65));
    expect(queue.writing).toBe(0);
    queue.take();
    expect(queue.writing).toBe(65);
    for (const each of rows(256, (index) => `other ${index}`)) queue.add(each);
    const second = queue.take();
    expect(queue.writing).toBe(256);
    queue.done(second);
    expect(queue.writing).toBe(65);
  });

  it('can be taken out, all or those of some chats; what is under way stays', () => {
    const queue = queueOf([row('a')]);
    const first = queue.take();
    for (const each of rows(6, (index) => `chat ${index % 3}`)) queue.add(each);
    expect(texts(queue.removeChats(new Set(['chat 1', 'a'])))).toEqual(['1', '4']);
    expect(texts(queue.removeAll())).toEqual(['0', '2', '3', '5']);
    expect(queue.removeAll()).toEqual([]);
    expect(queue.writing).toBe(1);
    queue.done(first);
    expect(queue.isReady).toBe(false);
  });
});
