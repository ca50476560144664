import type { Clock } from '../../kernel/clock.js';

const TRUSTED_MS = 10_000;

/**
 * Whether a chat takes what is written, remembered for a moment: who types asks several times a second, and an answer
 * that is a few seconds old does no harm. What this server itself changes is forgotten at once.
 */
export class ChatStatuses {
  readonly #known = new Map<string, { readonly isClosed: boolean; readonly until: number }>();

  constructor(private readonly clock: Clock) {}

  /** Undefined when it has to be looked up. */
  find(chatId: string): boolean | undefined {
    const known = this.#known.get(chatId);
    return known !== undefined && known.until > this.clock.now() ? known.isClosed : undefined;
  }

  remember(chatId: string, isClosed: boolean): void {
    this.#known.set(chatId, { isClosed, until: this.clock.now() + TRUSTED_MS });
  }

  forget(chatId: string): void {
    this.#known.delete(chatId);
  }
}
