import type { ChatSummary, Message } from '@stm-chat/protocol';
import type { ComponentType } from 'react';

export interface ChatPartProps {
  readonly summary: ChatSummary;
  readonly meId: number | null;
}

export interface MessagePartProps extends ChatPartProps {
  readonly message: Message;
}

/**
 * What a feature adds to chats that the chat's own components know nothing of. Each part may be `lazy`: until it is
 * there, and where it cannot be had, the chat is shown without it.
 */
export interface ChatParts {
  /** Under the header of an open chat: always in sight. */
  readonly Banner?: ComponentType<ChatPartProps>;
  /** More `MenuItem`s in the menu of a chat. */
  readonly MenuItems?: ComponentType<ChatPartProps>;
  /** More about a chat, beside its job and its people. */
  readonly Details?: ComponentType<ChatPartProps>;
  /** What a message of the system, or one with a card, says in the reader's language, instead of the server's words. */
  readonly SystemText?: ComponentType<MessagePartProps>;
  /** Goes to a message of a chat, from a dialog over it. */
  readonly openMessage?: (chatId: string, seq: number) => void;
  /** Stands in a bubble instead of a message's text, for the messages that `shows` is true for. */
  readonly card?: { readonly shows: (message: Message) => boolean; readonly Card: ComponentType<MessagePartProps> };
}
