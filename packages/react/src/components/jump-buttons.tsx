'use client';
import type { Conversation } from '@stm-chat/client';
import { useSelected } from '../hooks/use-store.js';
import { useLanguage } from './language-context.js';
import { DownIcon, ReplyIcon, UpIcon } from './icons.js';

export interface JumpButtonsProps {
  /** The end is more than a screen away. */
  readonly away: boolean;
  readonly conversation: Conversation;
  readonly onLatest: () => void;
  /** Unread messages above that have not been in sight; 0: none. */
  readonly unreadAbove: number;
  readonly onUnread: () => void;
  /** Back from a quoted message; null: nowhere to go back to. */
  readonly onReturn: (() => void) | null;
}

/** Ways to places out of sight: the first unread message, where the reader came from, the latest message. */
export function JumpButtons(props: JumpButtonsProps) {
  const { away, conversation, onLatest, unreadAbove, onUnread, onReturn } = props;
  const unread = useSelected(conversation.state, ({ summary }) => summary?.unread ?? 0);
  const { t, formats } = useLanguage();
  return (
    <>
      {unreadAbove > 0 && (
        <button type="button" className="stm-pill" onClick={onUnread}>
          <UpIcon />
          {t('history.jump_unread', { count: unreadAbove })}
        </button>
      )}
      <div className="stm-jump">
        {onReturn !== null && (
          <button type="button" className="stm-jump__button" aria-label={t('history.jump_back')} onClick={onReturn}>
            <ReplyIcon />
          </button>
        )}
        {away && (
          <button
            type="button"
            className="stm-jump__button"
            aria-label={unread > 0 ? t('history.jump_latest_count', { count: unread }) : t('history.jump_latest')}
            onClick={onLatest}
          >
            <DownIcon />
            {unread > 0 && (
              <span className="stm-badge stm-jump__count" aria-hidden="true">
                {formats.number(unread)}
              </span>
            )}
          </button>
        )}
      </div>
    </>
  );
}
