import { makeChat, makeMessage, uuid } from '@stm-chat/react/testing';
import { describe, expect, test } from 'vitest';
import { messageNews } from './message-news.js';

const { prefs } = makeChat();
const context = { meId: 1, now: Date.parse('2026-03-04T09:30:00Z') };
const old = '2026-03-04T09:00:00.000Z';
const created_at = '2026-03-04T09:20:00.000Z';
const message = makeMessage({ seq: 7, created_at });
const chat = makeChat({ last_message: message });
const news = [{ chat, message }];

describe('news', () => {
  test('is what was written after everything known, once', () => {
    const first = messageNews(old, [chat], context);
    expect(first).toEqual({ newest: created_at, news });
    expect(messageNews(first.newest, [chat], context).news).toEqual([]);
  });

  test('is not what is there when the list is first seen, nor older pages of it', () => {
    expect(messageNews(null, [chat], context)).toEqual({ newest: created_at, news: [] });
    const page = makeChat({ id: uuid(2), last_message: makeMessage({ seq: 1, created_at: old }) });
    expect(messageNews(created_at, [chat, page], context).news).toEqual([]);
  });

  test('is told of every chat in which something was written at once', () => {
    const other = makeChat({
      id: uuid(2),
      last_message: makeMessage({ seq: 1, created_at: '2026-03-04T09:10:00.000Z' }),
    });
    expect(messageNews(old, [chat, other], context).news.map((each) => each.chat.id)).toEqual([chat.id, other.id]);
  });

  test('is not what happens in muted and archived chats', () => {
    const muted = { ...chat, prefs: { ...prefs, muted_until: '2026-03-04T10:00:00.000Z' } };
    expect(messageNews(old, [muted], context).news).toEqual([]);
    expect(messageNews(old, [muted], { ...context, now: Date.parse('2026-03-04T11:00:00Z') }).news).toHaveLength(1);
    expect(messageNews(old, [{ ...chat, prefs: { ...prefs, archived: true } }], context).news).toEqual([]);
  });

  test('is not what I, the system, or nobody any more says', () => {
    for (const fields of [
      { sender_id: 1 },
      { sender_type: 'system' as const, sender_id: 0 },
      { deleted_at: created_at },
    ]) {
      const said = makeMessage({ seq: 7, created_at, ...fields });
      expect(messageNews(old, [{ ...chat, last_message: said }], context).news).toEqual([]);
    }
  });
});
