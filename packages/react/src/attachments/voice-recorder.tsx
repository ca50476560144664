'use client';
import type { UploadItem } from '@stm-chat/client';
import { useEffect, useRef, useState } from 'react';
import { useChatContext } from '../components/chat-context.js';
import { useStableCallback } from '../hooks/use-stable-callback.js';
import { SendIcon, TrashIcon } from '../components/icons.js';
import { useLanguage } from '../components/language-context.js';
import { MicrophoneIcon, PauseIcon, StopIcon } from './file-icons.js';
import { clockOf } from './file-shapes.js';
import { record, type Recorded, type Recording } from './recording.js';
import { stop } from './playback.js';
import { playback } from './playback-store.js';
import { VoicePlayer } from './voice-player.js';
import { idle, type VoiceCommand } from './voice-command.js';
import { Waveform } from './waveform.js';

export interface VoiceRecorderProps {
  readonly chatId: string;
  readonly command: VoiceCommand;
  readonly onCommand: (command: VoiceCommand) => void;
  readonly onProblem: (text: string) => void;
  readonly onSend: (item: UploadItem) => void;
}

/** Shorter than this nobody said anything. */
const LEAST_MS = 500;
const BARS = 48;

/** In the place of the field: what is recorded, how long it is, and what to do with it. */
export function VoiceRecorder({ chatId, command, onCommand, onProblem, onSend }: VoiceRecorderProps) {
  const { t } = useLanguage();
  const { client, announce } = useChatContext();
  const recording = useRef<Recording | null>(null);
  const group = useRef<HTMLDivElement>(null);
  const [, redraw] = useState(0);
  const [recorded, setRecorded] = useState<Recorded | null>(null);

  const end = useStableCallback(() => onCommand(idle));
  const send = useStableCallback((what: Recorded) => {
    end();
    if (what.durationMs < LEAST_MS) return onProblem(t('voice.too_short'));
    const extension = what.file.type.split('/')[1] ?? 'webm';
    const name = `${t('voice.file_name')}.${extension === 'mp4' ? 'm4a' : extension}`;
    onSend(client.uploads.add(chatId, what.file, { name, voice: { peaks: what.peaks, durationMs: what.durationMs } }));
  });
  const finish = useStableCallback(async () => {
    const running = recording.current;
    if (running !== null) setRecorded(await running.finish());
  });

  useEffect(() => {
    let wanted = true;
    const begun = record((full) => {
      redraw((count) => count + 1);
      if (full) void finish();
    });
    begun.then(
      (made) => {
        if (!wanted) return made.discard();
        recording.current = made;
        announce(t('voice.recording'));
        redraw((count) => count + 1);
      },
      (error: unknown) => {
        if (!wanted) return;
        const name = error instanceof DOMException ? error.name : '';
        onProblem(
          t(
            name === 'NotAllowedError'
              ? 'voice.denied'
              : name === 'NotFoundError'
                ? 'voice.no_microphone'
                : 'voice.failed',
          ),
        );
        end();
      },
    );
    return () => {
      wanted = false;
      recording.current?.discard();
      recording.current = null;
    };
    // Once: a recording is one.
    // eslint-disable-next-line react/exhaustive-deps
  }, []);
  useEffect(() => {
    // The button that was pressed is gone: keys go on from here.
    if (command.kind === 'locked') group.current?.focus({ preventScroll: true });
  }, [command.kind]);
  useEffect(() => {
    if (command.kind !== 'send') return;
    const running = recording.current;
    // Let go before the microphone was there.
    if (running === null) return end();
    void running.finish().then(send);
  }, [command.kind, send, end]);

  const now = recording.current;
  const duration = recorded?.durationMs ?? now?.durationMs ?? 0;
  const held = command.kind === 'hold';
  return (
    <div
      ref={group}
      tabIndex={-1}
      className="stm-recorder"
      role="group"
      aria-label={t('voice.recording')}
      data-paused={now?.paused || undefined}
    >
      {!held && (
        <button type="button" className="stm-icon-button" aria-label={t('voice.discard')} onClick={end}>
          <TrashIcon />
        </button>
      )}
      {recorded === null && <span className="stm-recorder__light" data-on={now?.paused === false} />}
      {/* Listened to, the player tells how long it is. */}
      <span className={recorded === null ? 'stm-recorder__time' : 'stm-hidden'} role="timer">
        {clockOf(duration)}
      </span>
      {recorded === null ? (
        <>
          <Waveform peaks={(now?.levels ?? []).slice(-BARS).map((level) => level * 100)} bars={BARS} />
          {held ? (
            <span className="stm-recorder__hint" style={{ opacity: 1 - command.slide }}>
              {t('voice.slide')}
            </span>
          ) : (
            <>
              <button
                type="button"
                className="stm-icon-button"
                aria-label={t(now?.paused === true ? 'voice.resume' : 'voice.pause')}
                disabled={now === null}
                onClick={() => (now?.paused === true ? now.resume() : now?.pause())}
              >
                {now?.paused === true ? <MicrophoneIcon /> : <PauseIcon />}
              </button>
              <button
                type="button"
                className="stm-icon-button"
                aria-label={t('voice.listen')}
                disabled={now === null}
                onClick={() => void finish()}
              >
                <StopIcon />
              </button>
            </>
          )}
        </>
      ) : (
        <Preview chatId={chatId} recorded={recorded} />
      )}
      {!held && (
        <button
          type="button"
          className="stm-composer__send"
          aria-label={t('voice.send')}
          disabled={now === null && recorded === null}
          onClick={() => (recorded === null ? void now?.finish().then(send) : send(recorded))}
        >
          <SendIcon />
        </button>
      )}
    </div>
  );
}

/** Listening before sending. */
function Preview({ chatId, recorded }: { readonly chatId: string; readonly recorded: Recorded }) {
  const [id] = useState(() => `recording ${Date.now()}`);
  useEffect(() => () => (playback.get()?.attachmentId === id ? stop() : undefined), [id]);
  const { file, durationMs, peaks } = recorded;
  const shown = { id, name: '', type: file.type, size: file.size, duration_ms: durationMs, peaks: [...peaks] };
  return <VoicePlayer file={shown} chatId={chatId} seq={null} local={file} />;
}
