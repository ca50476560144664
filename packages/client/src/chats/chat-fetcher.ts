import type { ChatSummary } from '@stm-chat/protocol';
import { toChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';

/** What happens within this time is asked for once. */
const GATHER_MS = 150;
const RETRY_MS = 3000;

export interface ChatFetcherOptions {
  readonly clock: Clock;
  readonly getChat: (chatId: string) => Promise<ChatSummary>;
  /** Whether a chat that was only in doubt still is. */
  readonly isDoubtful: (chatId: string) => boolean;
  /** False while asking would be in vain: not connected, or a read mark is still on its way to the server. */
  readonly mayAsk: (chatId: string) => boolean;
  /** It is there, and mine. */
  readonly onChat: (summary: ChatSummary) => void;
  /** No such chat, or I am not, or no longer, in it. */
  readonly onGone: (chatId: string) => void;
}

/** Reads single chats again that something casts a doubt on. */
export class ChatFetcher {
  /** By chat: whether it is needed in any case, or only if it is still doubtful when its turn comes. */
  private readonly wanted = new Map<string, boolean>();
  private cancel: (() => void) | undefined;
  private closed = false;

  constructor(private readonly options: ChatFetcherOptions) {}

  need(chatId: string): void {
    this.wanted.set(chatId, true);
    this.schedule(GATHER_MS);
  }

  /** Needed, unless something answers the question before. */
  doubt(chatId: string): void {
    this.wanted.set(chatId, this.wanted.get(chatId) ?? false);
    this.schedule(GATHER_MS);
  }

  close(): void {
    this.closed = true;
    this.cancel?.();
  }

  private schedule(ms: number): void {
    if (this.closed) return;
    this.cancel ??= this.options.clock.after(ms, () => {
      this.cancel = undefined;
      void this.run();
    });
  }

  private async run(): Promise<void> {
    for (const [chatId, needed] of [...this.wanted]) {
      if (!this.options.mayAsk(chatId)) continue;
      this.wanted.delete(chatId);
      if (!needed && !this.options.isDoubtful(chatId)) continue;
      try {
        const summary = await this.options.getChat(chatId);
        if (this.closed) return;
        this.options.onChat(summary);
      } catch (error) {
        if (this.closed) return;
        if (toChatError(error).code === 'not_found') this.options.onGone(chatId);
        else this.wanted.set(chatId, needed);
      }
    }
    if (this.wanted.size > 0) this.schedule(RETRY_MS);
  }
}
