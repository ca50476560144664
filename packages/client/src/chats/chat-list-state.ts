import type { ChatSummary } from '@stm-chat/protocol';
import type { ChatError } from '../chat-error.js';

/** What a list of chats shows. */
export interface ChatListState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** With `failed`: why. Trying again happens by itself. */
  readonly error?: ChatError;
  /** The server was heard on this visit; until then it is what an earlier visit left. */
  readonly fresh: boolean;
  /** Pinned ones first, then newest activity first. */
  readonly chats: readonly ChatSummary[];
  readonly hasMore: boolean;
  /** Who is writing, by chat. */
  readonly typing: Readonly<Record<string, readonly number[]>>;
  /** Messages of mine that wait to be sent; without those that the server refused. */
  readonly queued: number;
  /** Unread messages in all my chats, those that are not loaded too. */
  readonly unreadTotal: number;
}
