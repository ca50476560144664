import { useChatClient, useSelected } from '@stm-chat/react';
import { useEffect } from 'react';

/** The number of unread messages, where a page that is not looked at can show it: on its tab, and on the installed app. */
export function useBadges(): void {
  const unreadTotal = useSelected(useChatClient().chats, (list) => list.unreadTotal);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    icon?.setAttribute('href', unreadTotal > 0 ? '/favicon-unread.svg' : '/favicon.svg');
  }, [unreadTotal]);
  useEffect(() => {
    if (!('setAppBadge' in navigator)) return;
    // Not installed, or not allowed: then there is nothing to put it on.
    const shown = unreadTotal > 0 ? navigator.setAppBadge(unreadTotal) : navigator.clearAppBadge();
    shown.catch(() => undefined);
  }, [unreadTotal]);
}
