import type { Clock } from '../../kernel/clock.js';

const TRUSTED_MS = 10_000;

/** What becomes of somebody's typing in a chat. */
export type TypingVerdict = 'shown' | 'blocked' | 'closed';

interface Known {
  readonly verdict: TypingVerdict;
  readonly until: number;
}

/**
 * Whether a chat takes what somebody writes, remembered for a moment: who types asks several times a second, and an answer
 * that is a few seconds old does no harm. What this server itself changes is forgotten at once.
 */
export class ChatStatuses {
  readonly #known = new Map<string, Map<number, Known>>();

  constructor(private readonly clock: Clock) {}

  /** Undefined when it has to be looked up. */
  find(chatId: string, userId: number): TypingVerdict | undefined {
    const known = this.#known.get(chatId)?.get(userId);
    return known !== undefined && known.until > this.clock.now() ? known.verdict : undefined;
  }

  remember(chatId: string, userId: number, verdict: TypingVerdict): void {
    const ofChat = this.#known.get(chatId) ?? new Map<number, Known>();
    this.#known.set(chatId, ofChat.set(userId, { verdict, until: this.clock.now() + TRUSTED_MS }));
  }

  forget(chatId: string): void {
    this.#known.delete(chatId);
  }
}
