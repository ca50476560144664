'use client';
import type { ChatClient } from '@stm-chat/client';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useAnnouncer } from '../hooks/use-announcer.js';
import { letBackClose } from '../kit/use-back-closes.js';
import { preloadKit } from '../kit/load-kit.js';
import { ChatContext } from './chat-context.js';
import { ChatPart } from './chat-part.js';
import type { ChatParts } from './chat-parts.js';
import { LanguageProvider, type LanguageProviderProps } from './language-provider.js';

export interface ChatProviderProps extends LanguageProviderProps {
  readonly client: ChatClient;
  /** What features add to chats: disputes. */
  readonly parts?: ChatParts;
  /**
   * True: "back" closes dialogs, menus and the viewer before it leaves the page. They then have steps of their own in the
   * history of the host's page, with its address and its state.
   */
  readonly backCloses?: boolean;
}

const NO_PARTS: ChatParts = {};

/** Gives the components below it a client, a language and a voice. */
export function ChatProvider({ client, parts = NO_PARTS, backCloses, children, ...language }: ChatProviderProps) {
  useEffect(() => {
    if (backCloses === true) letBackClose();
  }, [backCloses]);
  return (
    <LanguageProvider {...language}>
      <Surroundings client={client} parts={parts}>
        {children}
      </Surroundings>
    </LanguageProvider>
  );
}

interface SurroundingsProps {
  readonly client: ChatClient;
  readonly parts: ChatParts;
  readonly children: ReactNode;
}

function Surroundings({ client, parts, children }: SurroundingsProps) {
  const { announce, text } = useAnnouncer();
  const [dialog, show] = useState<ReactNode>(null);
  const value = useMemo(() => ({ client, announce, parts, show }), [client, announce, parts]);
  useEffect(preloadKit, []);
  return (
    <ChatContext value={value}>
      {children}
      <ChatPart>{dialog}</ChatPart>
      <div className="stm-hidden" aria-live="polite" aria-atomic="true" data-testid="announcer">
        {text}
      </div>
    </ChatContext>
  );
}
