'use client';
import type { ChatSummary, Message } from '@stm-chat/protocol';
import { plainText } from '../text/plain-text.js';
import { useChatContext } from './chat-context.js';
import { useLanguage } from './language-context.js';
import { InfoIcon } from './icons.js';
import { LateWords } from './late-words.js';

export interface SystemMessageProps {
  readonly message: Message;
  readonly summary: ChatSummary | undefined;
  readonly meId: number | null;
}

/** What happened in the chat: small, centred, nobody's bubble. */
export function SystemMessage({ message, summary, meId }: SystemMessageProps) {
  const { SystemText } = useChatContext().parts;
  const { formats } = useLanguage();
  return (
    <p className="stm-system" data-anchor={message.id} title={formats.exact(message.created_at)}>
      <InfoIcon />
      {SystemText === undefined || summary === undefined ? (
        <span dir="auto">{plainText(message.message)}</span>
      ) : (
        // In the reader's language, and so in the direction of the page, whatever the name is that it begins with.
        <span>
          <LateWords plain={plainText(message.message)}>
            <SystemText message={message} summary={summary} meId={meId} />
          </LateWords>
        </span>
      )}{' '}
      <time dir="auto" dateTime={message.created_at}>
        {formats.time(message.created_at)}
      </time>
    </p>
  );
}
