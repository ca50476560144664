import { makeChat, makeMessage, uuid } from '@stm-chat/react/testing';
import { describe, expect, test } from 'vitest';
import { messageNews } from './message-news.js';

const { prefs } = makeChat();
const context = { meId: 1, reading: null, now: Date.parse('2026-03-04T09:30:00Z') };
const old = '2026-03-04T09:00:00.000Z';
const created_at = '2026-03-04T09:20:00.000Z';
const chat = makeChat({ last_message: makeMessage({ seq: 7, created_at }) });
const ring = { chatId: chat.id, seq: 7 };

describe('a sound', () => {
  test('for what was written after everything known, once', () => {
    const first = messageNews(old, [chat], context);
    expect(first).toEqual({ newest: created_at, ring });
    expect(messageNews(first.newest, [chat], context).ring).toBeNull();
  });

  test('not for what is there when the list is first seen, nor for older pages of it', () => {
    expect(messageNews(null, [chat], context)).toEqual({ newest: created_at, ring: null });
    const page = makeChat({ id: uuid(2), last_message: makeMessage({ seq: 1, created_at: old }) });
    expect(messageNews(created_at, [chat, page], context).ring).toBeNull();
  });

  test('not for muted and archived chats, nor for the one that is being read', () => {
    const muted = { ...chat, prefs: { ...prefs, muted_until: '2026-03-04T10:00:00.000Z' } };
    expect(messageNews(old, [muted], context).ring).toBeNull();
    expect(messageNews(old, [muted], { ...context, now: Date.parse('2026-03-04T11:00:00Z') }).ring).toEqual(ring);
    expect(messageNews(old, [{ ...chat, prefs: { ...prefs, archived: true } }], context).ring).toBeNull();
    expect(messageNews(old, [chat], { ...context, reading: chat.id }).ring).toBeNull();
  });

  test('not for what I, the system, or nobody any more says', () => {
    for (const fields of [
      { sender_id: 1 },
      { sender_type: 'system' as const, sender_id: 0 },
      { deleted_at: created_at },
    ]) {
      const message = makeMessage({ seq: 7, created_at, ...fields });
      expect(messageNews(old, [{ ...chat, last_message: message }], context).ring).toBeNull();
    }
  });
});
