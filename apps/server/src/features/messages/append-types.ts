import type { MessageType } from '../../database/codes.js';
import type { Trace } from '../../kernel/tracing.js';
import type { MessageMore, MessageRecord } from './message-record.js';

export interface AppendRequest {
  /** A canonical UUID in lower case. */
  readonly chatId: string;
  /** 0: the system, which needs no seat. */
  readonly senderId: number;
  readonly messageType: MessageType;
  readonly text: string;
  /** The sender's own name for this message; the same one again is the same message. */
  readonly clientId: string | null;
  /** The id of a message of this chat: a canonical UUID. */
  readonly replyTo: string | null;
  /** Something stands against it that is checked last: refused, unless anything earlier decides (a repeat, say). */
  readonly overLimit: boolean;
  /** Ids of finished uploads of this chat and this sender; anything else is refused, by its place. */
  readonly attachmentIds?: readonly string[];
  /** What few messages have beside their text. */
  readonly more?: AppendMore | null;
}

/** What is chosen between when the chat is locked: `chosen_more` in the database. */
export interface AppendMore {
  /** Stored instead of the text, unless the chat’s job is booked. */
  readonly masked?: string;
  /** Of whom it speaks, for either text; who is no member is left out. */
  readonly extra: MessageMore;
  readonly masked_extra?: MessageMore;
  /** With which statuses a job counts as booked, in lower case. */
  readonly booked?: readonly string[];
}

export type AppendOutcome =
  | { readonly status: 'appended'; readonly message: MessageRecord; readonly recipients: readonly number[] }
  /** The first message with this client id; nothing was written. */
  | { readonly status: 'repeated'; readonly message: MessageRecord }
  /** No such chat, or the sender has no seat in it: nobody is told which. */
  | { readonly status: 'not_found' }
  | { readonly status: 'chat_closed' }
  | { readonly status: 'rate_limited' }
  /** One of the two parties has blocked the other. */
  | { readonly status: 'blocked' }
  /** `replyTo` names no message of this chat. */
  | { readonly status: 'reply_not_found' }
  /** Which of `attachmentIds`, from 0, is no finished upload of this chat and sender, or was sent before. */
  | { readonly status: 'bad_attachment'; readonly index: number }
  /** The attachments do not fit the type that was asked for. */
  | { readonly status: 'wrong_type' };

export interface MessagePlace {
  readonly chatId: string;
  readonly seq: number;
}

/** What one commit brought into one chat. */
export interface CommittedChat {
  readonly chatId: string;
  /** The members as the writing statement saw them. */
  readonly recipients: readonly number[];
  /** In `seq` order, without gaps. */
  readonly messages: readonly MessageRecord[];
  /** Of the calls that sent them; absent while none is traced. */
  readonly traces?: readonly Trace[];
}
