import { Inject, Injectable } from '@nestjs/common';
import type { PushKind } from '@stm-chat/protocol';
import { DATABASE, type Database } from '../../database/database.js';
import { IDS, type Ids } from '../../kernel/ids.js';
import { METRICS, type Metrics } from '../../kernel/metrics.js';
import {
  type Channel,
  DELIVERY,
  type Delivery,
  type DeliveryPort,
  type Outcome,
  type Target,
  type Withdrawal,
} from '../delivery/delivery.api.js';
import { ApnsSender } from './apns-sender.js';
import { FcmSender } from './fcm-sender.js';
import { takesSilentPushes } from './push-services.rules.js';
import type { PushMessage, PushSender } from './push-message.js';
import { cutWords, pathOf, pushId, tagOf } from './push-message.rules.js';
import { testWords, wordsOf } from './push-texts.rules.js';
import { PushReceipts } from './receipts.js';
import { findSubscription, readSubscriptions, type SubscriptionRow } from './subscriptions.queries.js';
import { dropSubscription, noteFailed, noteSent } from './subscriptions.repository.js';
import { VapidKeyStore } from './vapid-keys.js';
import { WebPushSender } from './web-push-sender.js';

/** While a device of the user is connected, which shows the message already: time to read it there. */
const ONLINE_MS = 10_000;

/** Pushes, as a way of delivery: one per device. */
@Injectable()
export class PushChannel implements Channel {
  readonly name = 'push';
  readonly delayMs = 0;
  readonly delayOnlineMs = ONLINE_MS;
  readonly pauseMs = 0;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(VapidKeyStore) private readonly keys: VapidKeyStore,
    @Inject(PushReceipts) private readonly receipts: PushReceipts,
    @Inject(WebPushSender) private readonly web: WebPushSender,
    @Inject(FcmSender) private readonly fcm: FcmSender,
    @Inject(ApnsSender) private readonly apns: ApnsSender,
    @Inject(DELIVERY) delivery: DeliveryPort,
  ) {
    delivery.register(this);
  }

  /** What this server can push to. */
  get kinds(): readonly PushKind[] {
    return ['web', ...(this.fcm.isOn ? (['fcm'] as const) : []), ...(this.apns.isOn ? (['apns'] as const) : [])];
  }

  async targets(userIds: readonly number[]): Promise<ReadonlyMap<number, readonly Target[]>> {
    const { publicKey } = await this.keys.keys();
    const found = new Map<number, Target[]>();
    for (const row of await readSubscriptions(this.database, publicKey, userIds)) {
      if (!this.kinds.includes(row.kind)) continue;
      const targets = found.get(row.user_id) ?? [];
      found.set(row.user_id, [...targets, { id: row.id, label: labelOf(row) }]);
    }
    return found;
  }

  async deliver(delivery: Delivery): Promise<Outcome> {
    const device = await this.#find(delivery.targetId, delivery.userId);
    if (device === undefined) return { kind: 'gone', why: 'the device is not there any more' };
    const { notification, upto, userId, targetId } = delivery;
    // Who is not signed in there any more is told that there is something, and no more.
    const preview = delivery.preview && device.signed_in;
    const words = cutWords(wordsOf(notification, preview, device.locale ?? delivery.locale));
    return this.#send(device, delivery.signal, {
      kind: 'show',
      tag: tagOf(notification),
      seq: upto,
      ...words,
      path: pathOf(notification, device.role, upto),
      chatId: notification.chatId,
      receipt: this.receipts.write({ notificationId: notification.id, userId, targetId }),
      id: pushId(notification.id, targetId, upto, 'show'),
    });
  }

  async withdraw({ userId, targetId, notificationId, chatId, upto, signal }: Withdrawal): Promise<Outcome> {
    const device = await this.#find(targetId, userId);
    // What is not of messages has no number to be read up to, and stays until it is pressed.
    if (device === undefined) return { kind: 'gone', why: 'the device is not there any more' };
    if (!takesSilentPushes(device)) return { kind: 'refused', why: 'it takes no silent push' };
    return this.#send(device, signal, {
      kind: 'close',
      tag: chatId === null ? `notice:${notificationId}` : `chat:${chatId}`,
      seq: upto,
      title: '',
      body: '',
      path: '/',
      chatId,
      locale: device.locale ?? 'en',
      receipt: null,
      id: pushId(notificationId, targetId, upto, 'close'),
    });
  }

  /** A push that the user asked for, to see whether it comes. Undefined when this device is not theirs. */
  async test(userId: number, subscriptionId: string): Promise<Outcome | undefined> {
    const device = await this.#find(subscriptionId, userId);
    if (device === undefined) return undefined;
    const words = testWords(device.locale);
    const id = this.ids.next();
    return this.#send(device, AbortSignal.timeout(15_000), {
      ...{
        kind: 'show',
        tag: 'test',
        seq: Number.MAX_SAFE_INTEGER,
        ...words,
        path: '/',
        chatId: null,
        receipt: null,
        id,
      },
    });
  }

  async #find(id: string, userId: number): Promise<SubscriptionRow | undefined> {
    const { publicKey } = await this.keys.keys();
    const device = await findSubscription(this.database, publicKey, id);
    return device?.user_id === userId ? device : undefined;
  }

  async #send(device: SubscriptionRow, signal: AbortSignal, message: PushMessage): Promise<Outcome> {
    try {
      const outcome = await this.#sender(device.kind).send(device, message, signal);
      this.metrics.count('chat_push_attempts_total', { result: outcome.kind });
      await this.#note(device, outcome);
      return outcome;
    } catch (error) {
      this.metrics.count('chat_push_attempts_total', { result: 'unanswered' });
      await noteFailed(this.database, device.id, 'no answer');
      throw error;
    }
  }

  async #note({ id, address }: SubscriptionRow, { kind, why }: Outcome): Promise<void> {
    switch (kind) {
      case 'sent':
        return noteSent(this.database, id);
      case 'gone':
        return dropSubscription(this.database, id, address);
      case 'later':
      case 'refused':
        return noteFailed(this.database, id, why ?? kind);
    }
  }

  #sender(kind: PushKind): PushSender {
    switch (kind) {
      case 'web':
        return this.web;
      case 'fcm':
        return this.fcm;
      case 'apns':
        return this.apns;
    }
  }
}

/** For administrators: never the address itself, by which anybody could push. */
function labelOf({ kind, address, label }: SubscriptionRow): string {
  const service = kind === 'web' ? `web push at ${new URL(address).host}` : kind === 'fcm' ? 'FCM' : 'APNs';
  return label === '' ? service : `${label} (${service})`;
}
