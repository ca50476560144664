import { Inject, Injectable } from '@nestjs/common';
import { importPKCS8, SignJWT } from 'jose';
import type { Config, FcmConfig } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { Outcome } from '../delivery/delivery.api.js';
import { type Answer, fcmOutcome, later } from './push-answers.rules.js';
import { KEPT_SECONDS, type PushMessage, type PushSender } from './push-message.js';
import type { SubscriptionRow } from './subscriptions.queries.js';

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const ASSERTION_SECONDS = 3600;
/** A token is not used in its last minute. */
const MARGIN_MS = 60_000;
const TIMEOUT_MS = 10_000;

interface AccessToken {
  readonly value: string;
  readonly until: number;
}

/** To phones through Firebase Cloud Messaging, HTTP v1: a service account's assertion is exchanged for a token. */
@Injectable()
export class FcmSender implements PushSender {
  readonly #config: FcmConfig | null;
  #token: Promise<AccessToken> | null = null;

  constructor(
    @Inject(CONFIG) { push }: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#config = push.fcm;
  }

  get isOn(): boolean {
    return this.#config !== null;
  }

  async send({ address }: SubscriptionRow, message: PushMessage, signal: AbortSignal): Promise<Outcome> {
    const config = this.#config;
    if (config === null) return { kind: 'refused', why: 'FCM is not configured' };
    const token = await this.#accessToken(config);
    if ('failed' in token) return later(token.failed, this.clock.now());
    const response = await fetch(`${config.url}/v1/projects/${encodeURIComponent(config.project)}/messages:send`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
      body: JSON.stringify({ message: fcmMessage(address, message) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const answer = await answerOf(response);
    if (answer.status === 401) this.#token = null;
    return fcmOutcome(answer, this.clock.now());
  }

  async #accessToken(config: FcmConfig): Promise<AccessToken | { readonly failed: Answer }> {
    try {
      const known = await (this.#token ??= this.#askForToken(config));
      if (known.until > this.clock.now() + MARGIN_MS) return known;
      return await (this.#token = this.#askForToken(config));
    } catch (error) {
      this.#token = null;
      if (error instanceof TokenRefused) return { failed: error.answer };
      throw error;
    }
  }

  async #askForToken(config: FcmConfig): Promise<AccessToken> {
    const now = Math.floor(this.clock.now() / 1000);
    const assertion = await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(config.clientEmail)
      .setAudience(config.tokenUrl)
      .setIssuedAt(now)
      .setExpirationTime(now + ASSERTION_SECONDS)
      .sign(await importPKCS8(config.privateKey, 'RS256'));
    const response = await fetch(config.tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: GRANT, assertion }).toString(),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = (await response.json().catch(() => null)) as { access_token?: unknown; expires_in?: unknown } | null;
    if (!response.ok || typeof body?.access_token !== 'string' || typeof body.expires_in !== 'number') {
      const retryAfter = response.headers.get('retry-after');
      throw new TokenRefused({ status: response.status, reason: 'no access token', retryAfter });
    }
    return { value: body.access_token, until: this.clock.now() + body.expires_in * 1000 };
  }
}

class TokenRefused extends Error {
  constructor(readonly answer: Answer) {
    super('no access token');
  }
}

/** A message of the API; everything in `data` has to be text. */
function fcmMessage(token: string, { kind, tag, seq, title, body, path, chatId, receipt, id }: PushMessage) {
  const data = {
    ...{ kind, tag, seq: String(seq), path, id },
    ...(chatId === null ? {} : { chatId }),
    ...(receipt === null ? {} : { receipt }),
  };
  if (kind === 'close') return { token, data, android: { priority: 'NORMAL', ttl: '3600s', collapse_key: tag } };
  return {
    token,
    data,
    notification: { title, body },
    android: { priority: 'HIGH', ttl: `${KEPT_SECONDS}s`, collapse_key: tag, notification: { tag } },
    apns: {
      headers: { 'apns-collapse-id': tag, 'apns-priority': '10' },
      payload: { aps: { 'thread-id': tag, sound: 'default' } },
    },
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const { status } = response;
  const retryAfter = response.headers.get('retry-after');
  const body = (await response.json().catch(() => null)) as {
    error?: {
      status?: unknown;
      details?: readonly { errorCode?: unknown; fieldViolations?: readonly { field?: unknown }[] }[];
    };
  } | null;
  if (status === 200) return { status, retryAfter };
  const details = body?.error?.details ?? [];
  if (details.some((one) => one.fieldViolations?.some(({ field }) => field === 'message.token') === true)) {
    return { status, reason: 'INVALID_TOKEN', retryAfter };
  }
  const code = details.map(({ errorCode }) => errorCode).find((one) => typeof one === 'string') ?? body?.error?.status;
  return { status, reason: typeof code === 'string' ? code.slice(0, 60) : null, retryAfter };
}
