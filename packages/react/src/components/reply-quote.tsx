'use client';
import type { Reply } from '@stm-chat/protocol';
import { oneLine } from '../text/preview.js';
import { useLanguage } from './language-context.js';

export interface ReplyQuoteProps {
  readonly reply: Reply;
  readonly name: string;
  readonly onJump: () => void;
}

/** What a message answers; pressing it shows the original. */
export function ReplyQuote({ reply, name, onJump }: ReplyQuoteProps) {
  const { t } = useLanguage();
  const preview = oneLine(reply.preview) || t('message.reply_deleted');
  return (
    <button type="button" className="stm-quote" onClick={onJump}>
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
