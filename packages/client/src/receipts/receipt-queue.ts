import { toChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';
import { judge } from '../outbox/failure.js';
import { Pauses } from '../outbox/pauses.js';

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
  /** How often in a row the server broke over it. */
  broken: number;
}

/** My own receipts on their way to the server: the furthest of each chat, and none twice. */
export class ReceiptQueue {
  private readonly marks: Record<Kind, Map<string, Mark>> = { mark_read: new Map(), mark_delivered: new Map() };
  private cancel: (() => void) | undefined;
  private readonly pauses: Pauses;
  private sending = false;
  private closed = false;

  constructor(private readonly options: ReceiptQueueOptions) {
    this.pauses = new Pauses(options.clock, () => this.schedule(0));
  }

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
    this.pauses.endEach();
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
    this.pauses.close();
  }

  private want(kind: Kind, chatId: string, seq: number): void {
    const mark = this.marks[kind].get(chatId) ?? { wanted: 0, sent: 0, broken: 0 };
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
      mark.broken = 0;
    } catch (error) {
      const known = toChatError(error);
      mark.broken = known.code === 'internal' ? mark.broken + 1 : 0;
      const verdict = judge(known, mark.broken);
      const ms = known.retryAfterMs ?? RETRY_MS;
      if (this.closed) return;
      if (verdict === 'slow_down') this.pauses.pauseAll(ms);
      else if (verdict === 'refused') this.refused(kind, chatId, mark, seq);
      // It may be of this one's making: others go on.
      else if (mark.broken > 0) this.pauses.pause(chatId, ms);
      else pause = ms;
    }
    this.sending = false;
    this.schedule(pause);
  }

  /** It will not be better the next time: the chat is gone. Should it come back, nothing was said of it. */
  private refused(kind: Kind, chatId: string, mark: Mark, seq: number): void {
    mark.broken = 0;
    if (mark.wanted > seq) mark.sent = seq;
    else if (this.marks[kind].get(chatId) === mark) this.marks[kind].delete(chatId);
  }

  /** Reading first: it is what others wait for, and it says that the message was delivered, too. */
  private next(): { kind: Kind; chatId: string; mark: Mark } | undefined {
    for (const kind of ['mark_read', 'mark_delivered'] as const) {
      for (const [chatId, mark] of this.marks[kind]) {
        const read = kind === 'mark_read' ? 0 : (this.marks.mark_read.get(chatId)?.sent ?? 0);
        if (mark.wanted > Math.max(mark.sent, read) && !this.pauses.isPaused(chatId)) return { kind, chatId, mark };
      }
    }
    return undefined;
  }
}
