import type { ChatSummary, Message } from '@stm-chat/protocol';

export interface MessageNews {
  /** When the newest known message was written; null before any is known. Kept for the next look. */
  readonly newest: string | null;
  /** The chats in which something was written that is worth a word, with the last of it. */
  readonly news: readonly { readonly chat: ChatSummary; readonly message: Message }[];
}

export interface NewsContext {
  readonly meId: number | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Looks at the chats once more: what was written after everything known is news, older pages of the list are not. One word
 * per chat however much arrived at once; none for what I or the system wrote, and for
 * muted and archived chats where nobody means me.
 */
export function messageNews(newest: string | null, chats: readonly ChatSummary[], context: NewsContext): MessageNews {
  let next = newest;
  const news: { chat: ChatSummary; message: Message }[] = [];
  for (const chat of chats) {
    const message = chat.last_message;
    if (message === null) continue;
    if (next === null || message.created_at > next) next = message.created_at;
    if (newest === null || message.created_at <= newest) continue;
    const { muted_until, archived } = chat.prefs;
    const quiet = archived || (muted_until !== null && Date.parse(muted_until) > context.now);
    const counts =
      message.sender_type !== 'system' && message.sender_id !== context.meId && message.deleted_at === null;
    // Who mutes a chat still wants to know when somebody means them.
    const meant = message.mentions?.some(({ userId }) => userId === context.meId) === true;
    if (counts && (!quiet || meant)) news.push({ chat, message });
  }
  return { newest: next, news };
}
