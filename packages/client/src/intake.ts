import type { ChatSummary, CommandName, Message } from '@stm-chat/protocol';
import type { ChatBook } from './chats/chat-book.js';
import type { ReceiptQueue } from './receipts/receipt-queue.js';

/** A conversation, as far as messages go. */
interface MessageReceiver {
  receive(message: Message): void;
  /** The chat's summary has moved on. */
  recount(): void;
}

/** Brings what arrives, on whatever way, to the stores that it concerns. */
export class Intake {
  constructor(
    private readonly book: ChatBook,
    private readonly receipts: ReceiptQueue,
    private readonly find: (chatId: string) => MessageReceiver | undefined,
    private readonly me: () => number | null,
  ) {}

  /** A message as it is now. */
  message(message: Message): void {
    const conversation = this.find(message.chatId);
    conversation?.receive(message);
    this.book.message(message);
    conversation?.recount();
  }

  /** What a call answered, whoever called; `asOf`: see `ChatBook.merge`. */
  answer(name: CommandName, output: unknown, asOf: number): void {
    switch (name) {
      case 'create_chat':
      case 'set_chat_prefs':
        return this.book.tell(output as ChatSummary);
      case 'get_chat':
      case 'join_chat':
        return this.book.merge(output as ChatSummary, asOf);
      case 'edit_message':
      case 'delete_message':
      case 'react':
        return this.message(output as Message);
      default:
    }
  }

  /** The message reached this device; if it is news to the server, its author gets to know. */
  received(message: Message): void {
    const summary = this.book.get(message.chatId);
    const mine = summary?.members.find(({ userId }) => userId === this.me());
    if (summary === undefined || mine === undefined) return;
    if (message.sender_id === this.me() && summary.unread === 0) return;
    if (message.seq > Math.max(mine.delivered_seq, mine.read_seq)) this.receipts.delivered(message.chatId, message.seq);
  }
}
