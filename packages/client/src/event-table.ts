import type { ChatActivity, ChatSummary, Message, ServerEventName, ServerEvents } from '@stm-chat/protocol';
import type { ClientParts } from './client-parts.js';
import type { Conversations } from './conversation/conversations.js';

type EventTable = { readonly [Name in ServerEventName]?: (payload: ServerEvents[Name]) => void };

export interface EventEffects {
  readonly parts: ClientParts;
  readonly conversations: Conversations;
  readonly onHello: (userId: number) => void;
  readonly onEpoch: (epoch: string) => void;
}

/** What is done about each event; what is not here changes nothing and only goes to those who listen. */
export function createEventTable({ parts, conversations, onHello, onEpoch }: EventEffects): EventTable {
  const { book, intake, outbox, typing } = parts;

  function message(now: Message): void {
    intake.message(now);
    outbox.seen(now);
  }

  return {
    connected({ userId, epoch }) {
      onHello(userId);
      onEpoch(epoch);
    },
    new_message(now) {
      message(now);
      typing.stop(now.chatId, now.sender_id);
      intake.received(now);
    },
    message_updated: message,
    messages_read: ({ chatId, ...receipt }) => book.receipt(chatId, receipt),
    messages_delivered: ({ chatId, userId, seq }) => book.receipt(chatId, { userId, seq }),
    user_typing(event) {
      if (event.userId !== parts.me()) typing.hear(event);
    },
    user_left: ({ chatId, userId }) => typing.stop(chatId, userId),
    chat_updated(change: ChatSummary | ChatActivity) {
      if ('id' in change) book.tell(change);
      else book.activity(change);
      const last = change.last_message;
      if (last !== null) intake.received(last);
    },
    left_chat({ chatId }) {
      // Somebody took me out, or the chat is gone: the server says which.
      if (conversations.find(chatId)?.leftRoom() !== false) parts.doubt(chatId);
    },
    presence: (presence) => book.presence(presence),
    tips({ epoch, chats }) {
      onEpoch(epoch);
      for (const { chatId, revision } of chats) conversations.find(chatId)?.tip(revision);
    },
  };
}

/** Runs what the table has for an event. */
export function handleEvent(table: EventTable, name: string, payload: unknown): void {
  if (!Object.hasOwn(table, name)) return;
  (table[name as ServerEventName] as (payload: unknown) => void)(payload);
}
