'use client';
import { useLanguage } from '../components/language-context.js';
import { late } from '../kit/late.js';
import { Popover } from '../kit/popover.js';

const EmojiPanel = late(async () => ({ default: (await import('./emoji-panel.js')).EmojiPanel }), {
  waiting: <Loading />,
  failed: 'panel',
});

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
      <EmojiPanel onPick={onPick} />
    </Popover>
  );
}

function Loading() {
  const { t } = useLanguage();
  return <p className="stm-emoji__note">{t('emoji.loading')}</p>;
}
