import type { CommandInput, CommandName, CommandOutput } from '@stm-chat/protocol';
import type { ChatCache } from './cache/chat-cache.js';
import type { ChatBook } from './chats/chat-book.js';
import type { Clock } from './clock.js';
import type { Intake } from './intake.js';
import type { Outbox } from './outbox/outbox.js';
import type { ReceiptQueue } from './receipts/receipt-queue.js';
import type { SyncRequests } from './sync/sync-requests.js';
import type { TypingWatch } from './typing/typing-watch.js';

/** What conversations share. */
export interface ClientParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly book: ChatBook;
  readonly cache: ChatCache;
  readonly outbox: Outbox;
  readonly receipts: ReceiptQueue;
  readonly sync: SyncRequests;
  readonly typing: TypingWatch;
  readonly me: () => number | null;
  readonly call: <Name extends CommandName>(name: Name, input: CommandInput<Name>) => Promise<CommandOutput<Name>>;
  /** Sends without waiting for an answer; lost when not connected. */
  readonly emit: (event: CommandName, payload: unknown) => void;
  /** What tells one connection from the next; undefined while there is none. */
  readonly onlineConnection: () => object | undefined;
  /** The chat's summary should be read again. */
  readonly doubt: (chatId: string) => void;
  readonly intake: Intake;
}
