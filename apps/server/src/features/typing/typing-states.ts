import { TYPING_EXPIRES_MS } from '@stm-chat/protocol';
import type { Clock } from '../../kernel/clock.js';
import type { Rate } from '../../kernel/limiter.js';
import { TokenBucket } from '../../kernel/token-bucket.js';

/** Somebody who is writing in a chat, or was a moment ago. */
interface Writer {
  readonly chatId: string;
  readonly userId: number;
  readonly starts: TokenBucket;
  /** What the others were told last. */
  isTyping: boolean;
  /** Ends what is shown, and later forgets the writer. */
  cancel: () => void;
}

/**
 * Who is shown as writing, in this process alone. Being shown ends by itself; a writer is forgotten once nothing is left
 * of the limit on starts.
 * @param tell shows the change to the others
 * @param onDropped called when the limit kept one from being told
 */
export class TypingStates {
  readonly #writers = new Map<string, Writer>();

  constructor(
    private readonly clock: Clock,
    private readonly limit: Rate | null,
    private readonly tell: (chatId: string, userId: number, isTyping: boolean) => void,
    private readonly onDropped: () => void = () => undefined,
  ) {}

  /** The user goes on writing. Told at most as often as the limit says; what is shown already lasts longer in any case. */
  started(chatId: string, userId: number): void {
    const now = this.clock.now();
    const writer = this.#writers.get(keyOf(chatId, userId)) ?? this.#add(chatId, userId, now);
    const passes = writer.starts.take(now) === 0;
    if (!passes) this.onDropped();
    if (!passes && !writer.isTyping) return;
    writer.isTyping = true;
    this.#after(writer, TYPING_EXPIRES_MS, () => this.ended(chatId, userId));
    if (passes) this.tell(chatId, userId, true);
  }

  /** Told by another server, of a device there: the next start here counts after that one. */
  startedElsewhere(chatId: string, userId: number): void {
    const now = this.clock.now();
    const writer = this.#writers.get(keyOf(chatId, userId)) ?? this.#add(chatId, userId, now);
    writer.starts.take(now);
    if (!writer.isTyping) this.#after(writer, this.#limitMs(), () => this.#writers.delete(keyOf(chatId, userId)));
  }

  /** The user says so: told whether or not anything was shown. */
  stopped(chatId: string, userId: number): void {
    if (!this.ended(chatId, userId)) this.tell(chatId, userId, false);
  }

  /** The message is there, the user has left, or nothing was heard for too long. @returns whether anything was shown */
  ended(chatId: string, userId: number): boolean {
    if (this.#writers.size === 0) return false;
    const writer = this.#writers.get(keyOf(chatId, userId));
    if (writer?.isTyping !== true) return false;
    writer.isTyping = false;
    this.#after(writer, this.#limitMs(), () => this.#writers.delete(keyOf(chatId, userId)));
    this.tell(chatId, userId, false);
    return true;
  }

  /** Nobody can write in this chat any more. */
  endedAll(chatId: string): void {
    for (const writer of this.#writers.values()) if (writer.chatId === chatId) this.ended(chatId, writer.userId);
  }

  #add(chatId: string, userId: number, now: number): Writer {
    const starts = new TokenBucket(this.limit, now);
    const writer: Writer = { chatId, userId, starts, isTyping: false, cancel: () => undefined };
    this.#writers.set(keyOf(chatId, userId), writer);
    return writer;
  }

  #after(writer: Writer, ms: number, action: () => void): void {
    writer.cancel();
    writer.cancel = this.clock.after(ms, action);
  }

  /** After this time the limit is as it was at the beginning. */
  #limitMs(): number {
    return this.limit === null ? 0 : (this.limit.burst / this.limit.amount) * this.limit.perMs;
  }
}

const keyOf = (chatId: string, userId: number): string => `${chatId} ${userId}`;
