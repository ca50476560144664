'use client';
import type { Reply } from '@stm-chat/protocol';
import { lazy } from 'react';
import { kindOf } from '../attachments/file-shapes.js';
import { messageAt } from '../model/message-rows.js';
import { oneLine } from '../text/preview.js';
import { ChatPart } from './chat-part.js';
import { useInConversation } from './conversation-context.js';
import { useLanguage } from './language-context.js';

const Image = lazy(() => import('./quoted-image.js').then(({ QuotedImage }) => ({ default: QuotedImage })));

export interface ReplyQuoteProps {
  readonly reply: Reply;
  readonly name: string;
  readonly onJump: () => void;
}

/** What a message answers; pressing it shows the original. */
export function ReplyQuote({ reply, name, onJump }: ReplyQuoteProps) {
  const { t } = useLanguage();
  // What a device keeps since an earlier version does not say which picture it was.
  const original = useInConversation((state) => messageAt(state?.items ?? [], reply.seq));
  const image = reply.image ?? original?.attachments.find(({ type }) => kindOf(type) === 'image');
  const preview = oneLine(reply.preview) || t('message.reply_deleted');
  return (
    <button type="button" className="stm-quote" data-image={image !== undefined || undefined} onClick={onJump}>
      {image !== undefined && (
        <ChatPart>
          <Image file={image} />
        </ChatPart>
      )}
      <span className="stm-hidden">{t('message.reply_to')} </span>
      <span className="stm-quote__name" dir="auto">
        {name}
      </span>
      <span className="stm-quote__text" dir="auto">
        {preview}
      </span>
    </button>
  );
}
