'use client';
import { useState } from 'react';
import { previewOf } from '../text/preview.js';
import { ListIcon, PinIcon } from './icons.js';
import { useLanguage } from './language-context.js';
import { PinsDialog, type PinsDialogProps } from './pins-dialog.js';

export type PinsBarProps = Omit<PinsDialogProps, 'onClose'>;

/** Under the header: the message that was pinned last, which a press leads to, and the way to all of them. */
export function PinsBar({ pins, summary, onJump, onUnpin }: PinsBarProps) {
  const { t, formats } = useLanguage();
  const [open, setOpen] = useState(false);
  const [latest] = pins;
  return (
    <>
      {latest !== undefined && (
        <div className="stm-pins" role="group" aria-label={t('pins.label')}>
          <button type="button" className="stm-pins__latest" onClick={() => onJump(latest.seq)}>
            <PinIcon />
            <span className="stm-pins__lines">
              <span className="stm-pins__title">{t('pins.latest')}</span>
              <span className="stm-pins__text" dir="auto">
                {previewOf(latest, t)}
              </span>
            </span>
          </button>
          <button
            type="button"
            className="stm-icon-button stm-pins__all"
            aria-label={t('pins.all', { count: pins.length })}
            aria-haspopup="dialog"
            onClick={() => setOpen(true)}
          >
            {pins.length > 1 && <span aria-hidden="true">{formats.number(pins.length)}</span>}
            <ListIcon />
          </button>
        </div>
      )}
      {/* Open until its reader closes it, also when the last pin is taken off. */}
      {open && (
        <PinsDialog
          pins={pins}
          summary={summary}
          onClose={() => setOpen(false)}
          onUnpin={onUnpin}
          onJump={(seq) => {
            setOpen(false);
            onJump(seq);
          }}
        />
      )}
    </>
  );
}
