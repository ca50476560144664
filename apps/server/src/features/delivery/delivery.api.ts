import type { ChannelName, Notification } from '@stm-chat/protocol';

export { noticeText } from './notice-words.rules.js';

// By which way a notification reaches somebody who is away. People switch each on or off.
export type { ChannelName };

/** One place that a channel delivers to: a device, an address. */
export interface Target {
  /** Lasting: what was delivered there is known by it. */
  readonly id: string;
  /** For administrators: what kind of place it is, such as "web push at push.example.com"; never a key or a token. */
  readonly label: string;
}

/** One notification for one target. */
export interface Delivery {
  readonly userId: number;
  readonly targetId: string;
  /** As it is now. Where the user wishes no preview, `title` and `body` are empty. */
  readonly notification: Notification;
  /** Whether it may say who wrote and what. */
  readonly preview: boolean;
  /** The seq of the newest message that it tells of; 1 for what is not of messages. */
  readonly upto: number;
  /** An earlier try ended without an answer: this may be the second time. */
  readonly again: boolean;
  /** The user's language, when it is known. */
  readonly locale: string | null;
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
}

/** What was delivered and is read now, or lost. */
export interface Withdrawal {
  readonly userId: number;
  readonly targetId: string;
  readonly notificationId: string;
  readonly chatId: string | null;
  readonly upto: number;
  readonly signal: AbortSignal;
}

/**
 * What came of one try. `why` is for administrators: no text of a message, no token.
 * - `sent`: the service on the way has taken it
 * - `later`: it has not; it is tried again, with growing pauses, not before `at`
 * - `gone`: the target does not exist any more, and the channel has removed it
 * - `refused`: trying again changes nothing
 */
export type Outcome =
  | { readonly kind: 'sent'; readonly why?: string }
  | { readonly kind: 'later'; readonly why: string; readonly at?: Date }
  | { readonly kind: 'gone'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

/** A way, as the feature that knows it declares it. */
export interface Channel {
  readonly name: ChannelName;
  /** How long a message has to stay unread before it goes this way, in milliseconds. */
  readonly delayMs: number;
  /** The same while a device of the user is connected, which shows it already. At least `delayMs`. */
  readonly delayOnlineMs: number;
  /** Between two deliveries of one notification that counts up, in milliseconds. */
  readonly pauseMs: number;
  /** Where these users can be reached; who cannot be has none. Asked when it is due. */
  targets(userIds: readonly number[]): Promise<ReadonlyMap<number, readonly Target[]>>;
  /** Delivers once. What it throws counts as `later`, without an answer. */
  deliver(delivery: Delivery): Promise<Outcome>;
  /** Takes back what was read elsewhere, where the way allows it. Twice is as once. What it throws counts as `later`. */
  withdraw?(withdrawal: Withdrawal): Promise<Outcome>;
}

/**
 * Brings what people are told to where they are. Every notification that is raised or counts up is decided about once per
 * channel: whether it goes that way, when (it has to stay unread for a while, quiet hours end), and where to. When it is
 * due it is decided again, claimed (at most one try at a time for the same messages and target), and delivered by a job
 * with growing pauses between tries, which is left for dead at last. Each of these steps is kept (`delivery_hops`).
 */
export interface DeliveryPort {
  /** To be called while the features are made. */
  register(channel: Channel): void;
  /** What became of a delivery afterwards, as its target says; `why` as in `Outcome`. */
  confirm(delivered: Delivered, why: string): Promise<void>;
}

/** One delivery, by what its target can know of it. */
export interface Delivered {
  readonly notificationId: string;
  readonly userId: number;
  readonly channel: ChannelName;
  readonly targetId: string;
}

export const DELIVERY = Symbol('Delivery');

/** A person's switch of a channel, for a feature that offers it elsewhere than in the settings. */
export interface ChannelSwitch {
  /**
   * Mails to a user, of one chat or (null) all. Nothing happens for a user who was erased.
   * @throws CommandError `unavailable`
   */
  switchMail(userId: number, chatId: string | null, on: boolean): Promise<void>;
}

export const CHANNEL_SWITCH = Symbol('ChannelSwitch');
