'use client';
import type { Message } from '@stm-chat/protocol';
import { useLanguage } from './language-context.js';
import { InfoIcon } from './icons.js';

/** What happened in the chat: small, centred, nobody's bubble. */
export function SystemMessage({ message }: { readonly message: Message }) {
  const { formats } = useLanguage();
  return (
    <p className="stm-system" data-anchor={message.id} title={formats.exact(message.created_at)}>
      <InfoIcon />
      <span dir="auto">{message.message}</span>{' '}
      <time dir="auto" dateTime={message.created_at}>
        {formats.time(message.created_at)}
      </time>
    </p>
  );
}
