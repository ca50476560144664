'use client';
import { lazy, Suspense } from 'react';
import { useLanguage } from '../components/language-context.js';
import { Popover } from '../kit/popover.js';

const EmojiPanel = lazy(() => import('./emoji-panel.js').then(({ EmojiPanel: default_ }) => ({ default: default_ })));

export interface EmojiPopoverProps {
  /** What it stands beside. */
  readonly anchor: HTMLElement;
  readonly align: 'start' | 'end';
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

/** The emoji picker, loaded when it is first opened. */
export function EmojiPopover({ anchor, align, onPick, onClose }: EmojiPopoverProps) {
  const { t } = useLanguage();
  return (
    <Popover
      label={t('emoji.label')}
      anchor={anchor}
      align={align}
      side="top"
      onClose={onClose}
      className="stm-emoji-popover"
    >
      <Suspense fallback={<p className="stm-emoji__note">{t('emoji.loading')}</p>}>
        <EmojiPanel onPick={onPick} />
      </Suspense>
    </Popover>
  );
}
