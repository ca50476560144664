import type { Message } from '@stm-chat/protocol';
import { z } from 'zod';
import type { Topic } from '../../kernel/bus.js';
import { jsonOfList } from '../../kernel/written-once.js';
import type { MessagesChanged, MessagesCommitted } from './messages.api.js';

const chatId = z.uuid();
const memberIds = z.array(z.int());

/**
 * Only what is relied on here is looked at: the rest is passed on as the other node wrote it, fields of a newer build
 * included. Every message of every other node passes here.
 */
const message = z.custom<Message>((value) => {
  if (typeof value !== 'object' || value === null) return false;
  const { id, chatId: chat, seq, revision } = value as Partial<Record<keyof Message, unknown>>;
  return typeof id === 'string' && typeof chat === 'string' && isNumber(seq) && isNumber(revision);
});

const isNumber = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;

const messages = z.array(message);

export const COMMITTED: Topic<MessagesCommitted> = {
  name: 'messages',
  schema: z.object({ chatId, memberIds, messages }),
  write: (body) =>
    `{"chatId":"${body.chatId}","memberIds":${JSON.stringify(body.memberIds)},"messages":${jsonOfList(body.messages)}}`,
};

export const CHANGED: Topic<MessagesChanged> = {
  name: 'messages-changed',
  schema: z.object({ chatId, memberIds, messages, kind: z.enum(['edited', 'deleted', 'reacted', 'pinned']) }),
};

/** How far a chat is known to have got. */
export interface ChatReached {
  readonly chatId: string;
  readonly seq?: number | undefined;
  readonly revision?: number | undefined;
}

export const REACHED: Topic<ChatReached> = {
  name: 'chat-reached',
  schema: z.object({ chatId, seq: z.int().optional(), revision: z.int().optional() }),
};
