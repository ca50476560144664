import type { AppendOutcome, AppendRequest } from './append-types.js';
import { storedClientId } from './client-key.js';

/** Beside its text, a row of a batch takes about this many bytes. */
const ROW_BYTES = 200;

/** A message on its way into a chat, with the promise of whoever sent it. */
export class PendingAppend {
  readonly clientKey: string | null;
  readonly clientText: string | null;
  readonly outcome: Promise<AppendOutcome>;
  /** Its batch was sent once without an answer: it may be stored. */
  sentBefore = false;
  /** How often its chat was locked elsewhere when its batch came. */
  timesSkipped = 0;
  #resolve!: (outcome: AppendOutcome) => void;
  #reject!: (error: unknown) => void;

  constructor(
    readonly request: AppendRequest,
    /** The message's id, if it becomes one. */
    readonly id: string,
  ) {
    const { key, text } = storedClientId(request.clientId);
    this.clientKey = key;
    this.clientText = text;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Two sends with the same one are the same message; `null` when the sender named nothing. */
  get identity(): string | null {
    return this.clientKey === null ? null : `${this.request.chatId} ${this.request.senderId} ${this.clientKey}`;
  }

  /** About what it adds to a batch. */
  get bytes(): number {
    return this.request.text.length + ROW_BYTES;
  }

  settle(outcome: AppendOutcome): void {
    this.#resolve(outcome);
  }

  fail(error: unknown): void {
    this.#reject(error);
  }

  /** The same message came again while this one was on its way: it gets this one's outcome, as a repeat. */
  shareWith(repeat: PendingAppend): void {
    this.outcome.then(
      (outcome) =>
        repeat.settle(outcome.status === 'appended' ? { status: 'repeated', message: outcome.message } : outcome),
      (error: unknown) => repeat.fail(error),
    );
  }
}
