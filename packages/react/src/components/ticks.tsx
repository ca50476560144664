'use client';
import type { MessageItem } from '@stm-chat/client';
import { useLanguage } from './language-context.js';
import { ClockTick, DoubleTick, FailedTick, SingleTick } from './tick-icons.js';

/** How far one of my messages got; `received` is somebody else's and has no mark. */
export type TickState = MessageItem['state'];

export interface TicksProps {
  readonly state: TickState;
}

/** Clock, one tick, two ticks, two coloured ticks, or an exclamation mark; each with its word for screen readers. */
export function Ticks({ state }: TicksProps) {
  const { t } = useLanguage();
  if (state === 'received') return null;
  return (
    <span className={`stm-tick stm-tick--${state}`}>
      <TickIcon state={state} />
      <span className="stm-hidden">{t(`tick.${state}`)}</span>
    </span>
  );
}

function TickIcon({ state }: { readonly state: Exclude<TickState, 'received'> }) {
  switch (state) {
    case 'queued':
    case 'sending':
      return <ClockTick />;
    case 'sent':
      return <SingleTick />;
    case 'delivered':
    case 'read':
      return <DoubleTick />;
    case 'failed':
      return <FailedTick />;
  }
}
