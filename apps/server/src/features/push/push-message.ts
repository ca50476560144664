import type { Outcome } from '../delivery/delivery.api.js';
import type { SubscriptionRow } from './subscriptions.queries.js';

/** What a device is told, whatever way it takes. */
export interface PushMessage {
  /** `close`: what it shows under this tag up to `seq` was read elsewhere. */
  readonly kind: 'show' | 'close';
  /** One notification at a time of each: `chat:<id>` for messages. */
  readonly tag: string;
  /** Of the newest message that it tells of; a device that has shown it shows nothing new. */
  readonly seq: number;
  readonly title: string;
  readonly body: string;
  /** Where a press on it leads. */
  readonly path: string;
  readonly chatId: string | null;
  readonly locale: string;
  /** What the device answers with, once it has shown it (`confirm_push`). */
  readonly receipt: string | null;
  /** The same for every try, so that a service or device can tell repeats. */
  readonly id: string;
}

/** One kind of push service. */
export interface PushSender {
  /** One request. What it throws is a try without an answer. */
  send(subscription: SubscriptionRow, message: PushMessage, signal: AbortSignal): Promise<Outcome>;
}

/** How long a push service keeps what it cannot deliver yet. */
export const KEPT_SECONDS = 3 * 86_400;
