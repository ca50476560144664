import type { ChatSummary } from '@stm-chat/protocol';

export interface MessageNews {
  /** When the newest known message was written; null before any is known. Kept for the next look. */
  readonly newest: string | null;
  /** The message that is worth a sound: its chat and place; null when none is. */
  readonly ring: { readonly chatId: string; readonly seq: number } | null;
}

export interface NewsContext {
  readonly meId: number | null;
  /** The chat that is open, on a page that has the focus. */
  readonly reading: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Looks at the chats once more: what was written after everything known is news, older pages of the list are not. One
 * sound however much arrived at once; none for what I wrote, muted and archived chats, and the chat that is read.
 */
export function messageNews(newest: string | null, chats: readonly ChatSummary[], context: NewsContext): MessageNews {
  let next = newest;
  let ring: MessageNews['ring'] = null;
  for (const chat of chats) {
    const message = chat.last_message;
    if (message === null) continue;
    if (next === null || message.created_at > next) next = message.created_at;
    if (newest === null || message.created_at <= newest || chat.id === context.reading) continue;
    const { muted_until, archived } = chat.prefs;
    const quiet = archived || (muted_until !== null && Date.parse(muted_until) > context.now);
    const counts =
      message.sender_type !== 'system' && message.sender_id !== context.meId && message.deleted_at === null;
    if (counts && !quiet) ring = { chatId: chat.id, seq: message.seq };
  }
  return { newest: next, ring };
}
