import { toChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';

/** Marks made within this time travel as one. */
const GATHER_MS = 200;
/** Between two calls: the server allows a connection ten events a second, and there are others. */
const SPACE_MS = 120;
const RETRY_MS = 3000;

type Kind = 'mark_read' | 'mark_delivered';

export interface ReceiptQueueOptions {
  readonly clock: Clock;
  /** Tells the server; what it answers is taken in there. */
  readonly send: (kind: Kind, chatId: string, seq: number) => Promise<void>;
  readonly isOnline: () => boolean;
}

interface Mark {
  wanted: number;
  sent: number;
}

/** My own receipts on their way to the server: the furthest of each chat, and none twice. */
export class ReceiptQueue {
  private readonly marks: Record<Kind, Map<string, Mark>> = { mark_read: new Map(), mark_delivered: new Map() };
  private cancel: (() => void) | undefined;
  private sending = false;
  private closed = false;

  constructor(private readonly options: ReceiptQueueOptions) {}

  read(chatId: string, seq: number): void {
    this.want('mark_read', chatId, seq);
  }

  delivered(chatId: string, seq: number): void {
    this.want('mark_delivered', chatId, seq);
  }

  /** The server does not know yet how far I have read this chat. */
  isReading(chatId: string): boolean {
    const mark = this.marks.mark_read.get(chatId);
    return mark !== undefined && mark.wanted > mark.sent;
  }

  /** Connected: what waited goes out. */
  wake(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.schedule(0);
  }

  /** Another database knows other marks. */
  clear(): void {
    this.marks.mark_read.clear();
    this.marks.mark_delivered.clear();
  }

  close(): void {
    this.closed = true;
    this.cancel?.();
  }

  private want(kind: Kind, chatId: string, seq: number): void {
    const mark = this.marks[kind].get(chatId) ?? { wanted: 0, sent: 0 };
    if (seq <= mark.wanted) return;
    mark.wanted = seq;
    this.marks[kind].set(chatId, mark);
    this.schedule(GATHER_MS);
  }

  private schedule(ms: number): void {
    if (this.closed || this.sending || !this.options.isOnline()) return;
    this.cancel ??= this.options.clock.after(ms, () => {
      this.cancel = undefined;
      void this.sendNext();
    });
  }

  private async sendNext(): Promise<void> {
    const next = this.next();
    if (next === undefined) return;
    const { kind, chatId, mark } = next;
    const seq = mark.wanted;
    let pause = SPACE_MS;
    this.sending = true;
    try {
      await this.options.send(kind, chatId, seq);
      mark.sent = seq;
    } catch (error) {
      const { code, retryAfterMs } = toChatError(error);
      // What the server refuses will not be better the next time: the chat is gone.
      if (code === 'rate_limited' || code === 'unavailable') pause = retryAfterMs ?? RETRY_MS;
      else mark.sent = seq;
    }
    this.sending = false;
    this.schedule(pause);
  }

  /** Reading first: it is what others wait for, and it says that the message was delivered, too. */
  private next(): { kind: Kind; chatId: string; mark: Mark } | undefined {
    for (const [chatId, mark] of this.marks.mark_read) {
      if (mark.wanted > mark.sent) return { kind: 'mark_read', chatId, mark };
    }
    for (const [chatId, mark] of this.marks.mark_delivered) {
      const read = this.marks.mark_read.get(chatId)?.sent ?? 0;
      if (mark.wanted > Math.max(mark.sent, read)) return { kind: 'mark_delivered', chatId, mark };
    }
    return undefined;
  }
}
