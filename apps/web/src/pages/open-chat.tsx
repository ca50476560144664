import { type ConversationProps, late } from '@stm-chat/react';

/** The conversation comes behind the list: half of the components are its own. */
const load = () => import('./conversation-part.js').then(({ Conversation }) => ({ default: Conversation }));

/** One open chat. */
export const OpenChat = late<ConversationProps>(load, { failed: 'panel' });

/** Fetches it before it is asked for: at once where the address is a chat's, else when the page has come to rest. */
export function preloadConversation(): void {
  // A failure shows, and is tried again, when a chat is opened.
  const now = () => void load().catch(() => undefined);
  if (window.location.pathname.startsWith('/chats/') || typeof requestIdleCallback !== 'function') now();
  else requestIdleCallback(now, { timeout: 3000 });
}
