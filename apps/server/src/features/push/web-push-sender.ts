import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import webPush from 'web-push';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { OUTGOING, OutgoingError, type Outgoing } from '../../kernel/outgoing.js';
import type { Outcome } from '../delivery/delivery.api.js';
import { webOutcome } from './push-answers.rules.js';
import { KEPT_SECONDS, type PushMessage, type PushSender } from './push-message.js';
import type { SubscriptionRow } from './subscriptions.queries.js';
import { VapidKeyStore } from './vapid-keys.js';

const TIMEOUT_MS = 10_000;
/** What is to be closed elsewhere is worth less than what is to be shown. */
const CLOSE_KEPT_SECONDS = 86_400;

/**
 * To browsers, by Web Push (RFC 8030, 8188, 8291, 8292): the library encrypts and signs; what goes out takes the one
 * guarded way, since a browser's push address is what a stranger named.
 */
@Injectable()
export class WebPushSender implements PushSender {
  readonly #subject: string;
  readonly #production: boolean;

  constructor(
    @Inject(CONFIG) { push, server }: Config,
    @Inject(OUTGOING) private readonly outgoing: Outgoing,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(VapidKeyStore) private readonly store: VapidKeyStore,
  ) {
    this.#subject = push.vapidSubject;
    this.#production = server.production;
  }

  async send({ address, p256dh, auth }: SubscriptionRow, message: PushMessage): Promise<Outcome> {
    if (p256dh === null || auth === null) return { kind: 'gone', why: 'it has no keys' };
    const { publicKey, privateKey } = await this.store.keys();
    const { endpoint, headers, body } = webPush.generateRequestDetails(
      { endpoint: address, keys: { p256dh, auth } },
      JSON.stringify(message),
      {
        vapidDetails: { subject: this.#subject, publicKey, privateKey },
        TTL: message.kind === 'show' ? KEPT_SECONDS : CLOSE_KEPT_SECONDS,
        urgency: message.kind === 'show' ? 'high' : 'low',
        // Of what a device has not fetched yet, the push service keeps the last one of each.
        topic: createHash('sha256').update(message.tag).digest().subarray(0, 24).toString('base64url'),
        contentEncoding: 'aes128gcm',
      },
    );
    try {
      const { status, headers: answered } = await this.outgoing.send({
        url: endpoint,
        method: 'POST',
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        body,
        timeoutMs: TIMEOUT_MS,
        maxBytes: 16_384,
        cut: true,
        anyPort: !this.#production,
      });
      return webOutcome({ status, retryAfter: answered['retry-after'] }, this.clock.now());
    } catch (error) {
      // Nothing was sent: trying again changes nothing, but the operator may allow the address.
      if (error instanceof OutgoingError && error.kind === 'forbidden')
        return { kind: 'refused', why: 'address not allowed' };
      if (error instanceof OutgoingError && error.kind === 'busy') return { kind: 'later', why: 'busy' };
      throw error;
    }
  }
}
