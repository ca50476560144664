import type { Message } from '@stm-chat/protocol';

/** A message of the wire, for tests that look at its place and not at what it says. */
export function wireMessage(seq: number, revision = seq, changes: Partial<Message> = {}): Message {
  return {
    id: `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
    chatId: '00000000-0000-7000-8000-0000000000c1',
    seq,
    revision,
    sender_type: 'customer',
    sender_id: 1,
    message: `message ${seq}`,
    message_type: 'text',
    created_at: '2026-01-01T00:00:00.000Z',
    client_id: null,
    reply_to: null,
    edited_at: null,
    deleted_at: null,
    attachments: [],
    reactions: [],
    ...changes,
  };
}
