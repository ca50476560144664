'use client';
import { createChatClient, passwordSession } from '@stm-chat/client';
import { ChatList, ChatProvider, ConnectionBanner, Conversation } from '@stm-chat/react';
import { useEffect, useState } from 'react';

export interface ChatsProps {
  /** The chat server's origin. */
  readonly url: string;
}

/** My chats beside the open one, for somebody who is signed in at the chat server. */
export function Chats({ url }: ChatsProps) {
  const [client] = useState(() => createChatClient({ url, session: passwordSession({ url, cookie: false }) }));
  const [chatId, open] = useState<string>();
  useEffect(() => {
    void client.connect();
    return () => client.close();
  }, [client]);
  return (
    <ChatProvider client={client}>
      <ChatList selectedId={chatId} hrefFor={({ id }) => `/chats/${id}`} onSelect={({ id }) => open(id)} />
      {chatId !== undefined && <Conversation chatId={chatId} onBack={() => open(undefined)} />}
      <ConnectionBanner />
    </ChatProvider>
  );
}
