'use client';
import type { Message } from '@stm-chat/protocol';
import { type KeyboardEvent, useState } from 'react';
import { useChatClient, useMe } from '../hooks/use-chat-client.js';
import { useStore } from '../hooks/use-store.js';
import { useLanguage } from '../components/language-context.js';
import { heardOf, unheardBy } from './heard.js';
import type { ShownFile } from './shown-file.js';
import { PauseIcon, PlayIcon } from './file-icons.js';
import { clockOf } from './file-shapes.js';
import { nextSpeed, pause, play, seek, speed } from './playback.js';
import { playback } from './playback-store.js';
import { UploadRing } from './upload-ring.js';
import { Waveform } from './waveform.js';

export interface VoicePlayerProps {
  readonly file: ShownFile;
  readonly chatId: string;
  readonly seq: number | null;
  /** Of a voice message that was sent. */
  readonly message?: Message | undefined;
  /** The sound itself, when no server has it. */
  readonly local?: Blob;
}

const STEP_MS = 5000;
const FLAT = Array.from({ length: 48 }, () => 12);

/** A voice message: play, seek in its waveform, and how fast. */
export function VoicePlayer({ file, chatId, seq, message, local }: VoicePlayerProps) {
  const { t, formats } = useLanguage();
  const client = useChatClient();
  const meId = useMe()?.id ?? null;
  const heard = message?.message_type === 'voice' ? heardOf(message, meId) : null;
  const now = useStore(playback);
  const rate = useStore(speed);
  const [failed, setFailed] = useState(false);
  const mine = now?.attachmentId === file.id ? now : null;
  const duration = file.duration_ms ?? 0;
  const position = mine?.positionMs ?? 0;
  const start = (fromMs?: number) => {
    setFailed(false);
    play(
      client,
      {
        attachmentId: file.id,
        chatId,
        seq,
        durationMs: duration,
        unheard: message === undefined ? undefined : unheardBy(meId, message),
        file: local ?? file.upload?.file ?? client.uploads.localFile(file.id),
      },
      fromMs,
    ).catch(() => setFailed(true));
  };
  const to = (ms: number) => {
    const within = Math.max(0, Math.min(duration, ms));
    if (mine === null) start(within);
    else seek(within);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: STEP_MS, ArrowUp: STEP_MS, ArrowLeft: -STEP_MS, ArrowDown: -STEP_MS }[event.key];
    const target =
      event.key === 'Home' ? 0 : event.key === 'End' ? duration : step === undefined ? undefined : position + step;
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    to(target);
  };
  return (
    <div className="stm-voice" data-failed={failed || undefined} dir="ltr">
      <button
        type="button"
        className="stm-voice__play"
        aria-label={
          mine?.playing === true ? t('voice.pause_playing') : t('voice.play', { duration: clockOf(duration) })
        }
        onClick={() => (mine?.playing === true ? pause() : start())}
      >
        {mine?.playing === true ? <PauseIcon /> : <PlayIcon />}
        {file.upload !== undefined && file.upload.state !== 'ready' && <UploadRing item={file.upload} />}
      </button>
      <div
        className="stm-voice__track"
        role="slider"
        tabIndex={0}
        aria-label={t('voice.position')}
        aria-valuemin={0}
        aria-valuemax={Math.round(duration / 1000)}
        aria-valuenow={Math.round(position / 1000)}
        aria-valuetext={`${clockOf(position)} / ${clockOf(duration)}`}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const { left, width } = event.currentTarget.getBoundingClientRect();
          to(((event.clientX - left) / Math.max(1, width)) * duration);
        }}
      >
        <Waveform peaks={file.peaks ?? FLAT} played={duration === 0 ? 0 : position / duration} />
      </div>
      <span className="stm-voice__time" role={failed ? 'alert' : undefined}>
        {failed ? t('files.load_failed') : clockOf(mine === null || position === 0 ? duration : position)}
      </span>
      {heard !== null && (
        <span className="stm-voice__heard" data-heard={heard === 'heard' || undefined}>
          <span className="stm-hidden">{t(heard === 'heard' ? 'voice.heard' : 'voice.unheard')}</span>
        </span>
      )}
      <button
        type="button"
        className="stm-voice__speed"
        aria-label={t('voice.speed', { speed: formats.number(rate) })}
        onClick={nextSpeed}
      >
        {formats.number(rate)}×
      </button>
    </div>
  );
}
