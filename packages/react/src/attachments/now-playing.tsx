'use client';
import { useStore } from '../hooks/use-store.js';
import { CloseIcon } from '../components/icons.js';
import { useLanguage } from '../components/language-context.js';
import { useChatClient } from '../hooks/use-chat-client.js';
import { PauseIcon, PlayIcon } from './file-icons.js';
import { clockOf } from './file-shapes.js';
import { pause, play, stop } from './playback.js';
import { playback } from './playback-store.js';

/** Over another chat than the one that is listened to: that it goes on, and how to stop it. */
export function NowPlaying({ chatId }: { readonly chatId: string }) {
  const { t } = useLanguage();
  const client = useChatClient();
  const now = useStore(playback);
  if (now === null || now.chatId === chatId) return null;
  return (
    <div className="stm-now-playing" role="group" aria-label={t('voice.now_playing')}>
      <button
        type="button"
        className="stm-icon-button"
        aria-label={now.playing ? t('voice.pause_playing') : t('voice.play', { duration: clockOf(now.durationMs) })}
        onClick={() => (now.playing ? pause() : void play(client, now).catch(() => stop()))}
      >
        {now.playing ? <PauseIcon /> : <PlayIcon />}
      </button>
      <span>
        {t('voice.now_playing')} · {clockOf(now.positionMs)} / {clockOf(now.durationMs)}
      </span>
      <button type="button" className="stm-icon-button" aria-label={t('voice.stop')} onClick={stop}>
        <CloseIcon />
      </button>
    </div>
  );
}
