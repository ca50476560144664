'use client';
import { useEffect } from 'react';
import { useChats } from './use-chat-client.js';

/** Sets the page's title to `title`, with the number of unread messages before it: "(3) STM Chat". */
export function useTitleBadge(title: string): void {
  const { unreadTotal } = useChats();
  useEffect(() => {
    document.title = unreadTotal > 0 ? `(${unreadTotal}) ${title}` : title;
  }, [title, unreadTotal]);
}
