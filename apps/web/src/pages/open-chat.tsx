import type { ConversationProps } from '@stm-chat/react';
import { lazy, Suspense } from 'react';

/** The conversation comes behind the list: half of the components are its own. */
const load = () => import('./conversation-part.js').then(({ Conversation }) => ({ default: Conversation }));

const Part = lazy(load);

/** Fetches it before it is asked for: at once where the address is a chat's, else when the page has come to rest. */
export function preloadConversation(): void {
  // A failure shows, and is tried again, when a chat is opened.
  const now = () => void load().catch(() => undefined);
  if (window.location.pathname.startsWith('/chats/') || typeof requestIdleCallback !== 'function') now();
  else requestIdleCallback(now, { timeout: 3000 });
}

/** One open chat. */
export function OpenChat(props: ConversationProps) {
  return (
    <Suspense fallback={null}>
      <Part {...props} />
    </Suspense>
  );
}
