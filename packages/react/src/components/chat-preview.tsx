'use client';
import { deliveryState } from '@stm-chat/client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { isGroup } from '../model/people.js';
import { senderName } from '../text/names.js';
import { oneLine, previewOf } from '../text/preview.js';
import { useChatContext } from './chat-context.js';
import { useLanguage } from './language-context.js';
import { LateWords } from './late-words.js';
import { Ticks } from './ticks.js';

export interface ChatPreviewProps {
  readonly chat: ChatSummary;
  readonly meId: number | null;
  readonly typing: readonly number[];
  readonly draft: string;
}

/** The last line of a chat in the list. What happens now comes first: typing, then my draft, then the last message. */
export function ChatPreview({ chat, meId, typing, draft }: ChatPreviewProps) {
  const { t } = useLanguage();
  const message = chat.last_message;
  if (typing.length > 0) {
    return (
      <span className="stm-preview stm-preview--typing">
        {t('typing.short')}
        <span className="stm-dots" aria-hidden="true" />
      </span>
    );
  }
  if (draft.trim() !== '') {
    return (
      <span className="stm-preview">
        <span className="stm-preview__draft">{t('chats.draft')}</span>
        <span className="stm-preview__text" dir="auto">
          {oneLine(draft)}
        </span>
      </span>
    );
  }
  if (message === null) return <span className="stm-preview stm-preview--none">{t('chats.no_messages')}</span>;
  const own = message.sender_id === meId;
  const named = !own && message.sender_type !== 'system' && isGroup(chat, meId);
  return (
    <span className={message.deleted_at === null ? 'stm-preview' : 'stm-preview stm-preview--none'}>
      {own && (
        <>
          <span className="stm-hidden">{t('chats.you')} </span>
          <Ticks state={deliveryState(message, chat, meId)} />
        </>
      )}
      {named && (
        <span className="stm-preview__sender">
          <bdi>{senderName(message, chat, t)}</bdi>:
        </span>
      )}
      <span className="stm-preview__text" dir="auto">
        <Said chat={chat} message={message} meId={meId} />
      </span>
    </span>
  );
}

interface SaidProps {
  readonly chat: ChatSummary;
  readonly message: Message;
  readonly meId: number | null;
}

/** A message in one line: what the system says, and an offer, in the reader's language. */
function Said({ chat, message, meId }: SaidProps) {
  const { t } = useLanguage();
  const { SystemText } = useChatContext().parts;
  const plain = previewOf(message, t);
  const structured = message.sender_type === 'system' || message.offer !== undefined;
  if (!structured || SystemText === undefined) return plain;
  return (
    <LateWords plain={plain}>
      <SystemText message={message} summary={chat} meId={meId} />
    </LateWords>
  );
}
