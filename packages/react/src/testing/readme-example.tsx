'use client';
import { createChatClient, SessionEnded, tokenSource } from '@stm-chat/client';
import { ChatList, ChatProvider, ConnectionBanner, Conversation, useOwnClient } from '@stm-chat/react';
import { useState } from 'react';

export interface ChatsProps {
  /** The chat server's origin. */
  readonly url: string;
  /** Of your own backend: answers a chat token for who is signed in there, as text. */
  readonly tokenUrl: string;
}

/** My chats beside the open one; on narrow screens one of the two. */
export function Chats({ url, tokenUrl }: ChatsProps) {
  const [chatId, open] = useState<string>();
  const client = useOwnClient(() => createChatClient({ url, session: tokenSource(() => chatToken(tokenUrl)) }), url);
  if (client === null) return null;
  return (
    <ChatProvider client={client}>
      <div className="chats" data-pane={chatId === undefined ? 'list' : 'chat'}>
        <nav className="chats__list">
          <ChatList selectedId={chatId} hrefFor={({ id }) => `/chats/${id}`} onSelect={({ id }) => open(id)} />
        </nav>
        <main className="chats__open">
          {chatId !== undefined && <Conversation chatId={chatId} onBack={() => open(undefined)} />}
        </main>
      </div>
      <ConnectionBanner />
    </ChatProvider>
  );
}

async function chatToken(tokenUrl: string): Promise<string> {
  const answer = await fetch(tokenUrl, { method: 'POST' });
  if (answer.status === 401) throw new SessionEnded();
  return answer.text();
}
