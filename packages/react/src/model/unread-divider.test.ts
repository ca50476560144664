import type { MessageItem } from '@stm-chat/client';
import { describe, expect, test } from 'vitest';
import { makeChat, makeMessage } from '../testing/fixtures.js';
import { dividerOnLookAway, dividerOnOpen, dividerOnReturn } from './unread-divider.js';

const ME = 1;
const item = (seq: number, senderId = 2): MessageItem => ({
  kind: 'message',
  message: makeMessage({ seq, sender_id: senderId }),
  state: senderId === ME ? 'sent' : 'received',
});

describe('the unread divider', () => {
  test('stands after what was read when the chat is opened, if anything is unread', () => {
    expect(dividerOnOpen(makeChat({ unread: 2, read_seq: 7 }))).toBe(7);
    expect(dividerOnOpen(makeChat({ unread: 0, read_seq: 7 }))).toBeNull();
    expect(dividerOnOpen(undefined)).toBeNull();
  });

  test('is drawn where the reader looked away, and kept only if something came', () => {
    const away = dividerOnLookAway([item(1), item(2)]);
    expect(away).toBe(2);
    const back = (items: readonly MessageItem[], live = true) => dividerOnReturn(away, { items, live }, ME);
    expect(back([item(1), item(2)])).toBeNull();
    expect(back([item(1), item(2), item(3, ME)])).toBeNull();
    expect(back([item(1), item(2), item(3)])).toBe(2);
    expect(dividerOnReturn(null, { items: [item(1)], live: true }, ME)).toBeNull();
  });

  test('waits for what an outage holds back', () => {
    expect(dividerOnReturn(2, { items: [item(1), item(2)], live: false }, ME)).toBe(2);
  });
});
