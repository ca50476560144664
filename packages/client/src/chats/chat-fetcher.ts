import type { ChatSummary } from '@stm-chat/protocol';
import { toChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';

/** What happens within this time is asked for once. */
const GATHER_MS = 150;
const RETRY_MS = 3000;

export interface ChatFetcherOptions {
  readonly clock: Clock;
  readonly getChat: (chatId: string) => Promise<ChatSummary>;
  /** False while asking would be in vain: not connected, or a read mark is still on its way to the server. */
  readonly mayAsk: (chatId: string) => boolean;
  readonly onChat: (summary: ChatSummary) => void;
  /** No such chat, or I am not, or no longer, in it. */
  readonly onGone: (chatId: string) => void;
}

/** Reads single chats again that something casts a doubt on. */
export class ChatFetcher {
  private readonly wanted = new Set<string>();
  private cancel: (() => void) | undefined;
  private closed = false;

  constructor(private readonly options: ChatFetcherOptions) {}

  need(chatId: string): void {
    this.wanted.add(chatId);
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
    const chats = [...this.wanted].filter((chatId) => this.options.mayAsk(chatId));
    for (const chatId of chats) {
      this.wanted.delete(chatId);
      try {
        const summary = await this.options.getChat(chatId);
        if (this.closed) return;
        this.options.onChat(summary);
      } catch (error) {
        if (this.closed) return;
        if (toChatError(error).code === 'not_found') this.options.onGone(chatId);
        else this.wanted.add(chatId);
      }
    }
    if (this.wanted.size > 0) this.schedule(RETRY_MS);
  }
}
