'use client';
import { lazy } from 'react';
import { ChatPart } from '../components/chat-part.js';
import { useStore } from '../hooks/use-store.js';
import { playback } from './playback-store.js';

const Bar = lazy(() => import('./now-playing.js').then(({ NowPlaying }) => ({ default: NowPlaying })));

/** A voice message of another chat goes on while this one is looked at: what says so is loaded then. */
export function PlayingElsewhere({ chatId }: { readonly chatId: string }) {
  const now = useStore(playback);
  if (now === null || now.chatId === chatId) return null;
  return (
    <ChatPart>
      <Bar chatId={chatId} />
    </ChatPart>
  );
}
