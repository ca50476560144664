'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { memo } from 'react';
import { useNow } from '../hooks/use-now.js';
import type { MessageRow } from '../model/message-rows.js';
import { isActionable } from '../model/message-abilities.js';
import { isGroup, roleOf } from '../model/people.js';
import { personName, senderName } from '../text/names.js';
import { useChatContext } from './chat-context.js';
import { ChatPart } from './chat-part.js';
import { useLanguage } from './language-context.js';
import { Message, type MessageActions } from './message.js';
import { SystemMessage } from './system-message.js';

export interface MessageRowViewProps {
  readonly row: MessageRow;
  readonly summary: ChatSummary | undefined;
  readonly meId: number | null;
  readonly highlighted: boolean;
  readonly tabStop: boolean;
  readonly actions: MessageActions;
}

/** One row of a conversation: always exactly one element, which the scrolling counts on. */
export const MessageRowView = memo(function MessageRowView(props: MessageRowViewProps) {
  const { row, summary, meId, highlighted, tabStop, actions } = props;
  const { t } = useLanguage();
  const { card } = useChatContext().parts;
  switch (row.kind) {
    case 'day':
      return <DaySeparator iso={row.iso} />;
    case 'unread':
      return (
        <div className="stm-divider" data-anchor="unread">
          <span>{t('history.new_messages')}</span>
        </div>
      );
    case 'system':
      return (
        <div className="stm-row">
          <SystemMessage message={row.message} summary={summary} meId={meId} />
        </div>
      );
    case 'message': {
      const message = row.item.kind === 'message' ? row.item.message : null;
      const reply = row.item.kind === 'message' ? row.item.message.reply_to : row.item.replyTo;
      return (
        <div className="stm-row">
          <Message
            row={row}
            senderId={message?.sender_id ?? meId ?? 0}
            senderName={message === null ? '' : senderName(message, summary, t)}
            role={message === null ? null : roleOf(message.sender_type)}
            quotedName={
              reply === null ? '' : reply.sender_id === meId ? t('person.you') : personName(reply.sender_id, summary, t)
            }
            group={isGroup(summary, meId)}
            highlighted={highlighted}
            tabStop={tabStop}
            actionable={message !== null && isActionable(message, summary?.status)}
            actions={actions}
            card={
              card !== undefined && message !== null && summary !== undefined && card.shows(message) ? (
                <ChatPart fallback={message.message}>
                  <card.Card message={message} summary={summary} meId={meId} />
                </ChatPart>
              ) : null
            }
          />
        </div>
      );
    }
  }
});

const DaySeparator = memo(function DaySeparator({ iso }: { readonly iso: string }) {
  const { formats } = useLanguage();
  const now = useNow();
  return (
    <div className="stm-day">
      <time dateTime={iso}>{formats.day(iso, now)}</time>
    </div>
  );
});
