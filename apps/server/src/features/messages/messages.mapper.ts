import type { MaskedPart, Message, Reply } from '@stm-chat/protocol';
import { writeOnce } from '../../kernel/written-once.js';
import type { MessageMore, MessageRecord, ReplyRecord } from './message-record.js';

/** A message as its author is told of it. */
export type WrittenMessage = Message & { readonly masked?: MaskedPart[] };

/** A stored message as the wire shows it. */
export function toWire(record: MessageRecord): Message {
  const { replyTo } = record;
  return {
    id: record.id,
    chatId: record.chatId,
    seq: record.seq,
    revision: record.revision,
    sender_type: record.senderType,
    sender_id: record.senderId,
    message: record.text,
    message_type: record.messageType,
    created_at: timeOf(record.createdAt),
    client_id: record.clientId,
    reply_to: replyTo === null ? null : replyOf(replyTo),
    edited_at: record.editedAt?.toISOString() ?? null,
    deleted_at: record.deletedAt?.toISOString() ?? null,
    attachments: record.attachments,
    reactions: record.reactions,
    ...moreOf(record.more),
    ...record.extra,
  };
}

let lastAt = new Date(0);
let lastTime = '';

/** All messages of a batch were stored at the same time, and have the same `Date`. */
function timeOf(at: Date): string {
  if (at !== lastAt) {
    lastTime = at.toISOString();
    lastAt = at;
  }
  return lastTime;
}

function replyOf({ id, seq, senderId, preview, image }: ReplyRecord): Reply {
  return { id, seq, sender_id: senderId, preview, ...(image === null ? {} : { image }) };
}

const WIRE = Symbol('wire');

/** The same, made once for all that are told of a message: its sender's acknowledgement, and the event. */
export function toSharedWire(record: MessageRecord & { [WIRE]?: Message }): Message {
  return (record[WIRE] ??= writeOnce(toWire(record)));
}

/** What everybody may see of it. */
function moreOf(
  more: MessageMore | null,
): Pick<Message, 'mentions' | 'forwarded' | 'pinned' | 'played_by' | 'preview'> {
  const { masked: _, preview, ...rest } = more ?? {};
  if (preview === undefined || 'removed' in preview) return rest;
  const { written: _link, ...shown } = preview;
  return { ...rest, preview: shown };
}

/** The same for its author, who is told what was masked. */
export function toAuthor(record: MessageRecord): WrittenMessage {
  const masked = record.more?.masked;
  return masked === undefined ? toSharedWire(record) : { ...toWire(record), masked };
}
