'use client';
import { PinIcon } from './icons.js';
import { useLanguage } from './language-context.js';
import { type TickState, Ticks } from './ticks.js';

export interface MessageMetaProps {
  readonly iso: string;
  readonly edited: boolean;
  /** Kept at hand for everybody in the chat. */
  readonly pinned: boolean;
  readonly state: TickState;
  readonly expanded: boolean;
  readonly controls: string;
  readonly tabStop: boolean;
  readonly onToggle: () => void;
}

/** Time and ticks in the corner of a bubble; hovering tells the exact time, pressing opens the receipts. */
export function MessageMeta({ iso, edited, pinned, state, expanded, controls, tabStop, onToggle }: MessageMetaProps) {
  const { t, formats } = useLanguage();
  const outgoing = state === 'queued' || state === 'sending' || state === 'failed';
  const exact = t(outgoing ? 'receipt.written' : 'receipt.sent', { time: formats.exact(iso) });
  return (
    // The place follows the direction of the text; the time and ticks have their own, and take no part in the text's.
    <span className="stm-meta-place">
      <button
        type="button"
        className="stm-meta"
        dir="ltr"
        title={exact}
        data-roving
        tabIndex={tabStop ? 0 : -1}
        aria-expanded={expanded}
        aria-controls={expanded ? controls : undefined}
        onClick={onToggle}
      >
        {pinned && (
          <span className="stm-meta__pin">
            <PinIcon />
            <span className="stm-hidden">{t('chats.pinned')}</span>
          </span>
        )}
        {edited && <span>{t('message.edited')}</span>}
        <time dir="auto" dateTime={iso}>
          {formats.time(iso)}
        </time>
        <Ticks state={state} />
      </button>
    </span>
  );
}
