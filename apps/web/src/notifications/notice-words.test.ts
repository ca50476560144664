import type { Notification } from '@stm-chat/protocol';
import { createTranslate } from '@stm-chat/react';
import { describe, expect, test } from 'vitest';
import { en } from '../text/en.js';
import { noticeOf } from './notice-words.js';

const t = createTranslate('en', en);
const told: Notification = {
  id: '1',
  type: 'dispute',
  chatId: '00000000-0000-4000-8000-000000000001',
  title: 'The words of the server',
  body: 'Nobody came',
  count: 0,
  created_at: '2026-03-04T09:00:00.000Z',
  read_at: null,
};
const about = (code: string, changes: Partial<Notification> = {}): Notification => ({
  ...told,
  dispute: { id: '00000000-0000-4000-8000-000000000700', code, by: null },
  ...changes,
});

describe('a notification', () => {
  test('of a message says what the person said, and leads to the chat', () => {
    expect(noticeOf(told, 'customer', t)).toEqual({
      title: told.title,
      body: told.body,
      path: `/chats/${told.chatId}`,
    });
  });

  test('of a dispute speaks the reader’s language; it leads a party to the chat and an LSM to the case', () => {
    expect(noticeOf(about('opened_party'), 'provider', t)).toEqual({
      title: 'A dispute was opened',
      body: 'Nobody came',
      path: `/chats/${told.chatId}`,
    });
    expect(noticeOf(about('opened', { chatId: null }), 'lsm', t)).toMatchObject({
      title: 'A dispute waits for an answer',
      path: '/cases/00000000-0000-4000-8000-000000000700',
    });
    expect(noticeOf(about('joined'), 'customer', t).body).toBe('Your case is being looked at.');
  });

  test('of a kind that is not known keeps the server’s words', () => {
    expect(noticeOf(about('something_new', { chatId: null }), 'customer', t)).toEqual({
      title: told.title,
      body: told.body,
      path: null,
    });
  });
});
