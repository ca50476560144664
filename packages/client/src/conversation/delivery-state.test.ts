import type { ChatSummary, Member, Message } from '@stm-chat/protocol';
import { expect, test } from 'vitest';
import { deliveryState } from './delivery-state.js';

const member = (userId: number, role: Member['role'], delivered_seq: number, read_seq: number): Member => ({
  userId,
  role,
  name: '',
  read_seq,
  read_at: null,
  delivered_seq,
  online: false,
  last_seen: null,
});

const message = (sender_id: number, seq: number) => ({ sender_id, seq }) as Message;
const chat = (members: Member[], more: Partial<ChatSummary> = {}) =>
  ({ status: 'open', parent_id: null, members, ...more }) as ChatSummary;

test.each([
  ['others’', message(2, 5), chat([member(1, 'customer', 0, 0), member(2, 'provider', 9, 9)]), 'received'],
  ['nobody else is in the chat yet', message(1, 5), chat([member(1, 'customer', 9, 9)]), 'sent'],
  ['nothing is known of the chat', message(1, 5), undefined, 'sent'],
  ['not received', message(1, 5), chat([member(1, 'customer', 9, 9), member(2, 'provider', 4, 4)]), 'sent'],
  ['received', message(1, 5), chat([member(1, 'customer', 9, 9), member(2, 'provider', 5, 4)]), 'delivered'],
  ['read', message(1, 5), chat([member(1, 'customer', 9, 9), member(2, 'provider', 5, 5)]), 'read'],
  ['read says received', message(1, 5), chat([member(1, 'customer', 9, 9), member(2, 'provider', 0, 5)]), 'read'],
  [
    'an idle mediator does not count',
    message(1, 5),
    chat([member(1, 'customer', 0, 0), member(2, 'provider', 5, 5), member(3, 'lsm', 0, 0)]),
    'read',
  ],
  [
    'a mediator at work does',
    message(1, 5),
    chat([member(1, 'customer', 0, 0), member(2, 'provider', 5, 5), member(3, 'lsm', 5, 0)], { status: 'disputed' }),
    'delivered',
  ],
  [
    'in a lane the mediator is the other one',
    message(1, 5),
    chat([member(1, 'customer', 0, 0), member(3, 'lsm', 0, 0)], { parent_id: 'case' }),
    'sent',
  ],
])('the ticks when %s', (_, said, summary, state) => {
  expect(deliveryState(said, summary, 1)).toBe(state);
});
