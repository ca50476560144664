'use client';
import { useEffect } from 'react';
import { useChatClient } from './use-chat-client.js';
import { useSelected } from './use-store.js';

/** Sets the page's title to `title`, with the number of unread messages before it: "(3) STM Chat". */
export function useTitleBadge(title: string): void {
  const unreadTotal = useSelected(useChatClient().chats, (list) => list.unreadTotal);
  useEffect(() => {
    document.title = unreadTotal > 0 ? `(${unreadTotal}) ${title}` : title;
  }, [title, unreadTotal]);
}
