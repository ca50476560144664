import type { CommandInput, Mention, MessageType, Reply, WireError } from '@stm-chat/protocol';
import { isObject } from '../transport/wire-answer.js';

/** A message that waits to be sent, as it is kept on the device. */
export interface OutboxEntry {
  readonly clientId: string;
  readonly chatId: string;
  /** Where it stands in line: greater than that of every message written before it on this device. */
  readonly order: number;
  readonly text: string;
  readonly type: Exclude<MessageType, 'system'>;
  /** The message that it answers, and how that is shown meanwhile. */
  readonly replyTo: string | null;
  readonly reply: Reply | null;
  readonly createdAt: string;
  /** Who is meant in it. */
  readonly mentions?: readonly Mention[];
  /** Uploads of this device that it takes with it: it is sent when all of them are ready. */
  readonly uploads?: readonly string[];
  /** Set when the server refused it: it is not sent again until somebody says so. */
  readonly error?: WireError;
}

const PREFIX = 'outbox/';

export function outboxPrefix(userId: number): string {
  return `${PREFIX}${userId}/`;
}

/** One key for one message, whatever its place in line: a retried message moves and must not be there twice. */
export function outboxKey(userId: number, clientId: string): string {
  return outboxPrefix(userId) + clientId;
}

/** What storage held, if it is a message: it may be of a future or a broken build. */
export function readEntry(value: unknown): OutboxEntry | undefined {
  if (!isObject(value)) return undefined;
  const { clientId, chatId, order, text, createdAt } = value;
  const known =
    typeof clientId === 'string' &&
    typeof chatId === 'string' &&
    typeof order === 'number' &&
    typeof text === 'string' &&
    typeof createdAt === 'string';
  return known ? (value as unknown as OutboxEntry) : undefined;
}

/** What the server is asked with. `attachmentIds`: what became of its uploads. */
export function sendInput(
  { chatId, text, type, clientId, replyTo, mentions = [] }: OutboxEntry,
  attachmentIds: readonly string[],
): CommandInput<'send_message'> {
  return {
    chatId,
    message: text,
    message_type: type,
    client_id: clientId,
    ...(replyTo === null ? {} : { reply_to: replyTo }),
    ...(mentions.length === 0 ? {} : { mentions: [...mentions] }),
    ...(attachmentIds.length === 0 ? {} : { attachment_ids: [...attachmentIds] }),
  };
}
