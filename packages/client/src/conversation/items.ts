import type { ChatSummary, Message } from '@stm-chat/protocol';
import type { OutboxEntry } from '../outbox/outbox-entry.js';
import type { OutboxItem } from '../outbox/outbox-state.js';
import type { MessageItem, OutgoingMessage, StoredMessage } from './conversation-state.js';
import { marksOf, stateAt } from './delivery-state.js';
import type { Timeline } from './timeline.js';

/** Remembers what it made, so that a message that did not change stays the same object and is not drawn again. */
export class ItemList {
  private readonly stored = new WeakMap<Message, StoredMessage>();
  private readonly outgoing = new WeakMap<OutboxEntry, OutgoingMessage>();

  /**
   * The run, then what is on its way. A message is shown once, by its client id: as soon as it is in the run it is not
   * outgoing any more, whichever of the two was heard of first. `landed`: stored, but after the end of what is shown.
   */
  build(
    timeline: Timeline,
    landed: readonly Message[],
    outbox: readonly OutboxItem[],
    summary: ChatSummary | undefined,
    me: number | null,
  ): MessageItem[] {
    const marks = marksOf(summary, me);
    const arrived = new Set<string>();
    const items: MessageItem[] = timeline.messages.map((message) => {
      const mine = message.sender_id === me;
      if (mine && message.client_id !== null) arrived.add(message.client_id);
      return this.storedItem(message, mine ? stateAt(message.seq, marks) : 'received');
    });
    // Stored, but a message before it has not come yet: shown as it was until it follows on the run.
    for (const message of [...timeline.ahead, ...landed]) {
      if (message.sender_id !== me || message.client_id === null || arrived.has(message.client_id)) continue;
      arrived.add(message.client_id);
      items.push(aheadItem(message, message.client_id));
    }
    for (const item of outbox) if (!arrived.has(item.entry.clientId)) items.push(this.outgoingItem(item));
    return items;
  }

  outgoingItem(item: OutboxItem): OutgoingMessage {
    const { entry } = item;
    const state = entry.error !== undefined ? 'failed' : item.sending ? 'sending' : 'queued';
    // By what is shown: that it was written to the device's storage is nothing to see.
    const known = this.outgoing.get(entry);
    if (known?.state === state) return known;
    const made: OutgoingMessage = {
      kind: 'outgoing',
      clientId: entry.clientId,
      chatId: entry.chatId,
      text: entry.text,
      type: entry.type,
      replyTo: entry.reply,
      createdAt: entry.createdAt,
      ...(entry.mentions === undefined ? {} : { mentions: entry.mentions }),
      ...(entry.uploads === undefined ? {} : { uploads: entry.uploads }),
      state,
      ...(entry.error === undefined ? {} : { error: entry.error }),
    };
    this.outgoing.set(entry, made);
    return made;
  }

  private storedItem(message: Message, state: StoredMessage['state']): StoredMessage {
    const known = this.stored.get(message);
    if (known?.state === state) return known;
    const made: StoredMessage = { kind: 'message', message, state };
    this.stored.set(message, made);
    return made;
  }
}

function aheadItem(message: Message, clientId: string): OutgoingMessage {
  return {
    kind: 'outgoing',
    clientId,
    chatId: message.chatId,
    text: message.message,
    type: message.message_type,
    replyTo: message.reply_to,
    createdAt: message.created_at,
    ...(message.mentions === undefined ? {} : { mentions: message.mentions }),
    state: 'sending',
  };
}
