'use client';
import type { ChatClient } from '@stm-chat/client';
import { type ReactNode, useMemo } from 'react';
import { useAnnouncer } from '../hooks/use-announcer.js';
import { ChatContext } from './chat-context.js';
import { LanguageProvider, type LanguageProviderProps } from './language-provider.js';

export interface ChatProviderProps extends LanguageProviderProps {
  readonly client: ChatClient;
}

/** Gives the components below it a client, a language and a voice. */
export function ChatProvider({ client, children, ...language }: ChatProviderProps) {
  return (
    <LanguageProvider {...language}>
      <Voice client={client}>{children}</Voice>
    </LanguageProvider>
  );
}

function Voice({ client, children }: { readonly client: ChatClient; readonly children: ReactNode }) {
  const { announce, text } = useAnnouncer();
  const value = useMemo(() => ({ client, announce }), [client, announce]);
  return (
    <ChatContext value={value}>
      {children}
      <div className="stm-hidden" aria-live="polite" aria-atomic="true" data-testid="announcer">
        {text}
      </div>
    </ChatContext>
  );
}
