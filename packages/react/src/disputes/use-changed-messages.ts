'use client';
import type { Message } from '@stm-chat/protocol';
import { useEffect, useState } from 'react';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useStableCallback } from '../hooks/use-stable-callback.js';

export interface ChangedMessages {
  /** The latest first. */
  readonly messages: readonly Message[];
  /** `more`: there are earlier ones; `whole`: these are all. */
  readonly state: 'loading' | 'more' | 'whole' | 'failed';
  /** Reads the next page, or tries the last one again. */
  readonly loadMore: () => void;
}

interface Read {
  readonly messages: readonly Message[];
  readonly next: number | null;
  readonly state: ChangedMessages['state'];
}

const NOTHING: Read = { messages: [], next: null, state: 'loading' };

/** What was edited or deleted in a chat, page by page. While the dispute runs nothing is added to it. */
export function useChangedMessages(chatId: string): ChangedMessages {
  const client = useChatClient();
  const [read, setRead] = useState(NOTHING);
  const load = useStableCallback(async (before: number | null) => {
    setRead((known) => ({ ...known, state: 'loading' }));
    try {
      const page = await client.call('list_changed_messages', { chatId, ...(before === null ? {} : { before }) });
      setRead((known) => ({
        messages: before === null ? page.messages : [...known.messages, ...page.messages],
        next: page.next,
        state: page.next === null ? 'whole' : 'more',
      }));
    } catch {
      setRead((known) => ({ ...known, state: 'failed' }));
    }
  });
  useEffect(() => void load(null), [load, chatId]);
  return { messages: read.messages, state: read.state, loadMore: () => void load(read.next) };
}
