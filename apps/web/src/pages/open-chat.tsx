import { type ConversationProps, late } from '@stm-chat/react';

/** The conversation comes behind the list: half of the components are its own. */
const load = () => import('./conversation-part.js').then(({ Conversation }) => ({ default: Conversation }));

/** One open chat. */
export const OpenChat = late<ConversationProps>(load, { failed: 'panel' });

// A failure shows, and is tried again, when a chat is opened.
const fetchNow = () => void load().catch(() => undefined);

// The address is a chat's: it is fetched while it is found out who is there.
if (window.location.pathname.startsWith('/chats/')) fetchNow();

/** Fetches it before it is asked for, when the page has come to rest. */
export function preloadConversation(): void {
  if (typeof requestIdleCallback !== 'function') fetchNow();
  else requestIdleCallback(fetchNow, { timeout: 3000 });
}
