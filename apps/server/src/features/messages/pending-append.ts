import { currentTrace } from '../../kernel/tracing.js';
import type { AppendOutcome, AppendRequest } from './append-types.js';
import { storedClientId } from './client-key.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NO_UPLOAD = '00000000-0000-0000-0000-000000000000';

/** Beside its text, a row of a batch takes about this many bytes. */
const ROW_BYTES = 200;

/** A message on its way into a chat, with the promise of whoever sent it. */
export class PendingAppend {
  readonly clientKey: string | null;
  readonly clientText: string | null;
  /** Ids of attachments, as the database function wants them; what is no id names no upload. */
  readonly files: string | null;
  /** As the database function wants it. */
  readonly more: string | null;
  readonly outcome: Promise<AppendOutcome>;
  /** Of the call that waits for it, while calls are traced. */
  readonly trace = currentTrace();
  /** Kept by `Unanswered`. */
  isUnanswered = false;
  /** Its batch was sent once without an answer: it may be stored. */
  sentBefore = false;
  /** How often its chat was locked elsewhere when its batch came. */
  timesSkipped = 0;
  #resolve!: (outcome: AppendOutcome) => void;
  #reject!: (error: unknown) => void;

  constructor(
    readonly request: AppendRequest,
    /** The message's id, if it becomes one, but for its end, which is its seq. */
    readonly id: string,
  ) {
    const { key, text } = storedClientId(request.clientId);
    this.clientKey = key;
    this.clientText = text;
    const { attachmentIds = [] } = request;
    this.files =
      attachmentIds.length === 0 ? null : attachmentIds.map((id) => (UUID.test(id) ? id : NO_UPLOAD)).join(',');
    this.more = request.more ? JSON.stringify(request.more) : null;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** About what it adds to a batch. */
  get bytes(): number {
    return this.request.text.length + (this.more?.length ?? 0) + ROW_BYTES;
  }

  /** Whether its sender named both the same; what was not named is like nothing else. */
  isSameAs({ request: { chatId, senderId }, clientKey }: PendingAppend): boolean {
    const { request } = this;
    const isNamed = this.clientKey !== null && this.clientKey === clientKey;
    return isNamed && request.senderId === senderId && request.chatId === chatId;
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
