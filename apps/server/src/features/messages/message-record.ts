import type { Attachment, LinkPreview, MaskedPart, Message, Reaction } from '@stm-chat/protocol';
import { type MessageType, messageTypeOf, type SenderType, senderTypeOf } from '../../database/codes.js';

/** A message as it is stored, before it becomes the wire's (`messages.mapper.ts`). */
export interface MessageRecord {
  readonly chatId: string;
  readonly seq: number;
  readonly id: string;
  readonly revision: number;
  /** 0: the system. */
  readonly senderId: number;
  readonly senderType: SenderType;
  readonly messageType: MessageType;
  readonly clientId: string | null;
  /** '' for a tombstone. */
  readonly text: string;
  readonly replyTo: ReplyRecord | null;
  readonly createdAt: Date;
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
  /** In the order in which each emoji came first. */
  readonly reactions: Reaction[];
  /** What it is beside its text, as on the wire. */
  readonly extra: MessageExtra | null;
  /** As on the wire; they do not change. */
  readonly attachments: Attachment[];
  /** What few have beside that, as on the wire. */
  readonly more: MessageMore | null;
}

/** Of a system message, or of one that offers a settlement. */
export type MessageExtra = Pick<Message, 'system' | 'offer'>;

/** What few have: as on the wire, but for what is not told to everybody. */
export interface MessageMore extends Pick<Message, 'mentions' | 'forwarded' | 'pinned' | 'played_by'> {
  /** What a content rule put a mask over: told to its author alone, who may ask for it again. */
  readonly masked?: MaskedPart[];
  readonly preview?: StoredPreview;
}

/** The preview of a link, with the link as it stands in the text; or that the author took it off. */
export type StoredPreview =
  | (LinkPreview & { readonly written: string })
  | { readonly written: string; readonly removed: true };

/** The message that another one answers. */
export interface ReplyRecord {
  readonly id: string;
  readonly seq: number;
  readonly senderId: number;
  /** The first 160 characters; '' once it is deleted. */
  readonly preview: string;
  /** The first of its pictures, as on the wire. */
  readonly image: Attachment | null;
}

/** A row of the view `message_records` (migrations/functions/message_records.sql): a message with what it quotes. */
export interface RecordRow {
  readonly chat_id: string;
  readonly seq: number;
  readonly id: string;
  readonly revision: number;
  readonly sender_id: number;
  readonly sender_type: number;
  readonly message_type: number;
  readonly client_id: string | null;
  readonly message: string;
  readonly created_at: Date;
  readonly edited_at: Date | null;
  readonly deleted_at: Date | null;
  readonly reactions: Reaction[] | null;
  readonly reply_id: string | null;
  readonly reply_seq: number | null;
  readonly reply_sender: number | null;
  readonly reply_preview: string | null;
  readonly extra: MessageExtra | null;
  readonly attachments: Attachment[] | null;
  readonly more: MessageMore | null;
  readonly reply_image: Attachment | null;
}

export function toRecord(row: RecordRow): MessageRecord {
  return {
    chatId: row.chat_id,
    seq: row.seq,
    id: row.id,
    revision: row.revision,
    senderId: row.sender_id,
    senderType: senderTypeOf(row.sender_type),
    messageType: messageTypeOf(row.message_type),
    clientId: row.client_id,
    text: row.message,
    replyTo: replyOf(row.reply_id, row.reply_seq, row.reply_sender, row.reply_preview, row.reply_image),
    createdAt: row.created_at,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    reactions: row.reactions ?? [],
    extra: row.extra,
    attachments: row.attachments ?? [],
    more: row.more,
  };
}

export function replyOf(
  id: string | null,
  seq: number | null,
  senderId: number | null,
  preview: string | null,
  image: Attachment | null,
): ReplyRecord | null {
  return id === null || seq === null || senderId === null ? null : { id, seq, senderId, preview: preview ?? '', image };
}
