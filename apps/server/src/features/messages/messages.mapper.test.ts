import { expect, it } from 'vitest';
import type { MessageRecord } from './message-record.js';
import { toWire } from './messages.mapper.js';

const record = (createdAt: Date): MessageRecord => ({
  chatId: '0190a1b2-0000-7000-8000-000000000001',
  seq: 1,
  id: '0190a1b2-0000-7000-8000-000000000002',
  revision: 1,
  senderId: 1,
  senderType: 'customer',
  messageType: 'text',
  clientId: null,
  text: 'Hello',
  replyTo: null,
  createdAt,
  editedAt: null,
  deletedAt: null,
  reactions: [],
  extra: null,
  attachments: [],
  more: null,
});

it('gives each message its own time, of one batch or of several in turn', () => {
  const [first, second] = [new Date('2026-01-01T00:00:00.001Z'), new Date('2026-01-01T00:00:00.002Z')];
  const times = [first, first, second, first].map((at) => toWire(record(at)).created_at);
  expect(times).toEqual([first, first, second, first].map((at) => at.toISOString()));
});
