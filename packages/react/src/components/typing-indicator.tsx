'use client';
import type { ChatSummary } from '@stm-chat/protocol';
import { memo } from 'react';
import { typingText } from '../text/names.js';
import { useLanguage } from './language-context.js';

export interface TypingIndicatorProps {
  readonly typing: readonly number[];
  readonly summary: ChatSummary | undefined;
}

/** Who is writing. Its room below the messages is always there, so that nothing moves when it comes and goes. */
export const TypingIndicator = memo(function TypingIndicator({ typing, summary }: TypingIndicatorProps) {
  const { t } = useLanguage();
  const text = typingText(typing, summary, t);
  return (
    <div className="stm-typing" role="status" data-visible={text !== '' || undefined}>
      {text !== '' && (
        <>
          <span className="stm-typing__bubble" aria-hidden="true">
            <span className="stm-dots" />
          </span>
          <span className="stm-typing__text">{text}</span>
        </>
      )}
    </div>
  );
});
