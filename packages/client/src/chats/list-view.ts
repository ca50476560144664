import { createDerived, sameList, sameOr, type DerivedStore } from '../store.js';
import type { OutboxState } from '../outbox/outbox-state.js';
import { typingIn, type TypingState } from '../typing/typing-state.js';
import type { ChatBook } from './chat-book.js';
import type { ChatList } from './chat-list.js';
import type { ChatListState } from './chat-list-state.js';
import { listedChats } from './sort-chats.js';

/** The list as it is shown. */
export function createListView(
  book: ChatBook,
  list: ChatList,
  typing: () => TypingState,
  outbox: () => OutboxState,
): DerivedStore<ChatListState> {
  return createDerived((before) => {
    const chats = listedChats([...book.state.get().values()].map(({ summary }) => summary));
    const writing: Record<string, readonly number[]> = {};
    for (const chatId of Object.keys(typing())) {
      writing[chatId] = sameList(before?.typing[chatId], typingIn(typing(), chatId));
    }
    return sameOr<ChatListState>(before, {
      status: list.status,
      ...(list.error === undefined ? {} : { error: list.error }),
      fresh: list.fresh,
      chats: sameList(before?.chats, chats),
      hasMore: list.hasMore,
      typing: sameOr(before?.typing, writing),
      queued: outbox().items.filter(({ entry }) => entry.error === undefined).length,
      unreadTotal: chats.reduce((total, { unread }) => total + unread, list.unreadBelow),
    });
  });
}
