'use client';
import type { Message } from '@stm-chat/protocol';
import { personName } from '../text/names.js';
import { useConversationContext } from './conversation-context.js';
import { useLanguage } from './language-context.js';

export interface MessageReactionsProps {
  readonly message: Message;
  /** Without it they can only be read. */
  readonly onReact: ((emoji: string, active: boolean) => void) | undefined;
}

/** What people answered with one picture: who, how many, and whether I am among them. */
export function MessageReactions({ message, onReact }: MessageReactionsProps) {
  const { t, formats } = useLanguage();
  const { summary, meId } = useConversationContext();
  return (
    <ul className="stm-reactions" role="list" aria-label={t('reactions.label')}>
      {message.reactions.map(({ emoji, user_ids: userIds }) => {
        const mine = meId !== null && userIds.includes(meId);
        const names = userIds.map((id) => (id === meId ? t('person.you') : personName(id, summary, t)));
        const label = t('reactions.by', { emoji, total: userIds.length, names: formats.list(names) });
        const face = (
          <span aria-hidden="true">
            {emoji} {formats.number(userIds.length)}
          </span>
        );
        return (
          <li key={emoji}>
            {onReact === undefined ? (
              <span className="stm-reaction" data-mine={mine || undefined} title={label}>
                {face}
                <span className="stm-hidden">{label}</span>
              </span>
            ) : (
              <button
                type="button"
                className="stm-reaction"
                aria-pressed={mine}
                aria-label={label}
                title={label}
                onClick={() => onReact(emoji, !mine)}
              >
                {face}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
