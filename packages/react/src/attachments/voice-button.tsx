'use client';
import { type PointerEvent, useRef } from 'react';
import { useLanguage } from '../components/language-context.js';
import { MicrophoneIcon } from './file-icons.js';
import { idle, moved, PRESS_MS, type VoiceCommand } from './voice-command.js';

export interface VoiceButtonProps {
  readonly command: VoiceCommand;
  readonly onCommand: (command: VoiceCommand) => void;
}

/** Held, it records until it is let go; pressed, it records until it is told to stop. */
export function VoiceButton({ command, onCommand }: VoiceButtonProps) {
  const { t } = useLanguage();
  const start = useRef<{ readonly x: number; readonly y: number; readonly at: number; readonly rtl: boolean } | null>(
    null,
  );
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0 || command.kind !== 'idle') return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    start.current = { x: event.clientX, y: event.clientY, at: event.timeStamp, rtl };
    onCommand({ kind: 'hold', slide: 0 });
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = start.current;
    if (from === null) return;
    const towardsStart = from.rtl ? event.clientX - from.x : from.x - event.clientX;
    const next = moved(towardsStart, from.y - event.clientY);
    if (next.kind !== 'hold') start.current = null;
    onCommand(next);
  };
  const onPointerUp = (event: PointerEvent) => {
    const from = start.current;
    if (from === null) return;
    start.current = null;
    onCommand(event.timeStamp - from.at < PRESS_MS ? { kind: 'locked' } : { kind: 'send' });
  };
  return (
    <button
      type="button"
      className="stm-composer__send stm-voice-button"
      aria-label={t('voice.record')}
      data-held={command.kind === 'hold' || undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        start.current = null;
        onCommand(idle);
      }}
      // A keyboard presses without a pointer.
      onClick={(event) => event.detail === 0 && command.kind === 'idle' && onCommand({ kind: 'locked' })}
      onContextMenu={(event) => event.preventDefault()}
    >
      <MicrophoneIcon />
    </button>
  );
}
