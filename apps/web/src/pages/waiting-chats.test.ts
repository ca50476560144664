import type { ChatSummary } from '@stm-chat/protocol';
import { makeChat } from '@stm-chat/react/testing';
import { expect, test } from 'vitest';
import { comingUp, waiting } from './waiting-chats.js';

const prefs = makeChat().prefs;
const chat = (id: string, change: Partial<ChatSummary> = {}): ChatSummary => ({
  ...makeChat(),
  id,
  unread: 0,
  status: 'open',
  ...change,
});
const ids = (chats: readonly ChatSummary[]) => chats.map(({ id }) => id).join('');
const NOW = new Date(2026, 2, 11, 16, 40).getTime();

test('what is unread waits, and what is marked so; in the archive nothing does, and four are enough', () => {
  const chats = [
    chat('a', { unread: 3 }),
    chat('b'),
    chat('c', { prefs: { ...prefs, marked_unread: true } }),
    chat('d', { unread: 1, prefs: { ...prefs, archived: true } }),
    chat('e', { unread: 1 }),
    chat('f', { unread: 1 }),
    chat('g', { unread: 1 }),
  ];
  expect(ids(waiting(chats))).toBe('acef');
  expect(waiting([chat('b')])).toEqual([]);
});

test('jobs come up from today on, the soonest first, and not what is over or has no date', () => {
  const due = (id: string, date: string | undefined, change: Partial<ChatSummary> = {}) =>
    chat(id, { job: date === undefined ? {} : { date }, ...change });
  const chats = [
    due('a', '2026-03-20'),
    due('b', '2026-03-11'),
    due('c', '2026-03-10'),
    due('d', 'next week'),
    due('e', undefined),
    due('f', '2026-03-12', { status: 'closed' }),
    due('g', new Date(2026, 2, 11, 9).toISOString()),
    due('h', '2026-03-12', { prefs: { ...prefs, archived: true } }),
    due('i', '2026-04-01'),
  ];
  expect(ids(comingUp(chats, NOW))).toBe('bga');
});
