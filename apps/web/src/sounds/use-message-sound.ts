import { useChatClient, useStore } from '@stm-chat/react';
import { useEffect, useRef } from 'react';
import { playChime } from './chime.js';
import { messageNews } from './message-news.js';
import { sounds } from './sounds.js';

/** For so long no other tab plays the sound of the same message. */
const CLAIM_MS = 3000;

/** Makes a sound when somebody writes, where that is switched on; one over all tabs. */
export function useMessageSound(openChatId: string | undefined): void {
  const client = useChatClient();
  const on = useStore(sounds);
  const open = useRef(openChatId);
  useEffect(() => {
    open.current = openChatId;
  }, [openChatId]);
  useEffect(() => {
    if (!on) return;
    let newest: string | null = null;
    const look = () => {
      const { fresh, chats } = client.chats.get();
      if (!fresh) return;
      const reading = document.hasFocus() ? (open.current ?? null) : null;
      const meId = client.me.get()?.id ?? null;
      const news = messageNews(newest, chats, { meId, reading, now: Date.now() });
      newest = news.newest;
      if (news.ring !== null) void claim(`stm-chat:sound:${news.ring.chatId}:${news.ring.seq}`);
    };
    look();
    return client.chats.subscribe(look);
  }, [client, on]);
}

/** Plays the sound if no other tab does. */
async function claim(name: string): Promise<void> {
  // Locks are there on secure pages only; elsewhere each tab is on its own.
  if (!('locks' in navigator)) return playChime().catch(() => undefined);
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    await playChime().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, CLAIM_MS));
  });
}
