'use client';
import { deliveryState, type OutgoingMessage } from '@stm-chat/client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useSelected } from '../hooks/use-store.js';
import { isGroup } from '../model/people.js';
import { senderName } from '../text/names.js';
import { oneLine, outgoingPreviewOf, previewOf } from '../text/preview.js';
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

/**
 * The last line of a chat in the list. What happens now comes first: typing, then what of mine was refused, my draft,
 * what of mine waits to be sent, then the last message.
 */
export function ChatPreview({ chat, meId, typing, draft }: ChatPreviewProps) {
  const { t } = useLanguage();
  const message = chat.last_message;
  const { outbox } = useChatClient();
  const unsent = useSelected(outbox, (items) => items.findLast(({ chatId }) => chatId === chat.id));
  if (typing.length > 0) {
    return (
      <span className="stm-preview stm-preview--typing">
        {t('typing.short')}
        <span className="stm-dots" aria-hidden="true" />
      </span>
    );
  }
  if (unsent?.state === 'failed') return <Unsent item={unsent} />;
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
  if (unsent !== undefined) return <Unsent item={unsent} />;
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
      <Said chat={chat} message={message} meId={meId} />
    </span>
  );
}

/** A message of mine that is not part of the chat yet, with how far it got. */
function Unsent({ item }: { readonly item: OutgoingMessage }) {
  const { t } = useLanguage();
  const { uploads } = useChatClient();
  const [first] = item.uploads ?? [];
  const name = useSelected(uploads.state, (all) => all.find(({ id }) => id === first)?.name);
  return (
    <span className="stm-preview">
      <span className="stm-hidden">{t('chats.you')} </span>
      <Ticks state={item.state} />
      <span className="stm-preview__text" dir="auto">
        {outgoingPreviewOf(item, name, t)}
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
  if (!structured || SystemText === undefined) {
    return (
      <span className="stm-preview__text" dir="auto">
        {plain}
      </span>
    );
  }
  // In the direction of the page, as it is in the reader's language.
  return (
    <span className="stm-preview__text">
      <LateWords plain={plain}>
        <SystemText message={message} summary={chat} meId={meId} />
      </LateWords>
    </span>
  );
}
