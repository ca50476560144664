import type { MessageItem, OutgoingMessage } from '@stm-chat/client';
import type { Message } from '@stm-chat/protocol';
import { describe, expect, test } from 'vitest';
import { makeMessage } from '../testing/fixtures.js';
import {
  buildRows,
  dayOfRow,
  lastSeq,
  messageAt,
  type MessageRow,
  reuseRows,
  rowOfSeq,
  seenSeq,
} from './message-rows.js';

const ME = 1;
const noon = (minutes: number, day = 4) => new Date(2026, 2, day, 12, minutes).toISOString();

function stored(seq: number, changes: Partial<Message> = {}): MessageItem {
  const message = makeMessage({ seq, created_at: noon(seq), ...changes });
  return { kind: 'message', message, state: message.sender_id === ME ? 'sent' : 'received' };
}

function mine(seq: number, changes: Partial<Message> = {}): MessageItem {
  return stored(seq, { sender_id: ME, sender_type: 'customer', ...changes });
}

function outgoing(clientId: string, minutes: number): OutgoingMessage {
  return {
    kind: 'outgoing',
    clientId,
    chatId: '1',
    text: 'hi',
    type: 'text',
    replyTo: null,
    createdAt: noon(minutes),
    state: 'queued',
  };
}

const rows = (items: readonly MessageItem[], dividerAfter: number | null = null) =>
  buildRows(items, { meId: ME, dividerAfter });

/** "day (1 2) | (3)" : groups in parentheses, own ones in square brackets. */
function shape(list: readonly MessageRow[]): string {
  return list
    .map((row) => {
      if (row.kind !== 'message') return row.kind;
      const label = row.item.kind === 'message' ? row.item.message.seq : row.item.clientId;
      const [open, close] = row.own ? ['[', ']'] : ['(', ')'];
      return `${row.first ? open : ''}${label}${row.last ? close : ''}`;
    })
    .join(' ');
}

describe('groups', () => {
  test('hold messages of one sender within five minutes of the one before', () => {
    expect(shape(rows([stored(1), stored(2), stored(7), stored(13)]))).toBe('day (1 2 7) (13)');
    const late = stored(2, { created_at: new Date(Date.parse(noon(1)) + 5 * 60_000 + 1).toISOString() });
    expect(shape(rows([stored(1), late]))).toBe('day (1) (2)');
  });

  test('end where somebody else writes, or the same person in another role', () => {
    expect(shape(rows([stored(1), mine(2), mine(3), stored(4)]))).toBe('day (1) [2 3] (4)');
    expect(shape(rows([stored(1), stored(2, { sender_type: 'lsm' })]))).toBe('day (1) (2)');
  });

  test('end at system messages, at midnight and at the divider', () => {
    const system = stored(2, { sender_type: 'system', sender_id: 0, message_type: 'system' });
    expect(shape(rows([stored(1), system, stored(3)]))).toBe('day (1) system (3)');
    const before = stored(1, { created_at: new Date(2026, 2, 4, 23, 59).toISOString() });
    const after = stored(2, { created_at: new Date(2026, 2, 5, 0, 1).toISOString() });
    expect(shape(rows([before, after]))).toBe('day (1) day (2)');
    expect(shape(rows([stored(1), stored(2)], 1))).toBe('day (1) unread (2)');
  });

  test('take in what is on its way, and keep its key when it is stored', () => {
    const sending = rows([mine(1), outgoing('abc', 2)]);
    const sent = rows([mine(1), mine(2, { client_id: 'abc' })]);
    expect(shape(sending)).toBe('day [1 abc]');
    expect(sending.map((row) => row.key)).toEqual(sent.map((row) => row.key));
  });

  test('never share a key with a message of somebody else that used the same client id', () => {
    const keys = rows([mine(1, { client_id: 'abc' }), stored(2, { client_id: 'abc' })]).map((row) => row.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the unread divider', () => {
  test('stands before the first message of others, not before mine or the system’s or a deleted one', () => {
    const items = [
      stored(1),
      mine(2),
      stored(3, { sender_type: 'system', sender_id: 0 }),
      stored(4, { deleted_at: noon(4), message: '' }),
      stored(5),
      stored(6),
    ];
    expect(shape(rows(items, 1))).toBe('day (1) [2] system (4) unread (5 6)');
    expect(shape(rows([stored(1), mine(2)], 1))).toBe('day (1) [2]');
  });

  test('waits until the messages before it are loaded', () => {
    expect(shape(rows([stored(8), stored(9)], 3))).toBe('day (8 9)');
    expect(shape(rows([stored(4), stored(5)], 3))).toBe('day unread (4 5)');
  });
});

describe('looking rows up', () => {
  const list = rows([stored(3), stored(4), outgoing('abc', 5)], 3);

  test('by seq, or by what follows it', () => {
    expect(rowOfSeq(list, 4)?.key).toBe(list[3]?.key);
    expect(rowOfSeq(list, 1)?.key).toBe(list[1]?.key);
    expect(rowOfSeq(list, 5)).toBeUndefined();
  });

  test('what has been seen when a row has', () => {
    expect(list.map((_, index) => seenSeq(list, index))).toEqual([0, 3, 3, 4, 4]);
    expect(seenSeq(list, 99)).toBe(4);
    expect(lastSeq([stored(3), outgoing('abc', 5)])).toBe(3);
  });

  test('the day at a row', () => {
    expect(dayOfRow(list, 2)).toBe(noon(4));
    expect(dayOfRow([], 0)).toBe('');
  });
});

describe('rows that did not change', () => {
  test('stay the same objects; a new last row changes only its neighbour', () => {
    const first = stored(1);
    const second = stored(2);
    const before = rows([first, second]);
    expect(reuseRows(before, rows([first, second]))).toBe(before);
    const after = reuseRows(before, rows([first, second, stored(3)]));
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(after[2]).not.toBe(before[2]);
  });
});

test('a message is found by its seq, among gaps and before what is on its way', () => {
  const items = [stored(2), stored(3), stored(7), stored(8), outgoing('a', 9), outgoing('b', 10)];
  for (const seq of [2, 3, 7, 8]) expect(messageAt(items, seq)?.seq).toBe(seq);
  for (const seq of [0, 1, 4, 9, 100]) expect(messageAt(items, seq)).toBeUndefined();
  expect(messageAt([], 1)).toBeUndefined();
  expect(messageAt([outgoing('a', 1)], 1)).toBeUndefined();
});
