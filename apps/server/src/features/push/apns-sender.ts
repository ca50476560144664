import http2 from 'node:http2';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { importPKCS8, SignJWT } from 'jose';
import type { ApnsConfig, Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { Outcome } from '../delivery/delivery.api.js';
import { type Answer, apnsOutcome, apnsWantsToken } from './push-answers.rules.js';
import { KEPT_SECONDS, type PushMessage, type PushSender } from './push-message.js';
import type { SubscriptionRow } from './subscriptions.queries.js';

/** Apple refuses tokens older than an hour, and who makes a new one more often than every 20 minutes. */
const TOKEN_MS = 40 * 60_000;
const TIMEOUT_MS = 10_000;
/** Of a collapse id, in bytes. */
const COLLAPSE_MAX = 64;

/** To iOS through APNs: one HTTP/2 connection that is kept, and a provider token signed with ES256. */
@Injectable()
export class ApnsSender implements PushSender, OnApplicationShutdown {
  readonly #config: ApnsConfig | null;
  #token: { readonly value: Promise<string>; readonly since: number } | null = null;
  #session: http2.ClientHttp2Session | null = null;

  constructor(
    @Inject(CONFIG) { push }: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#config = push.apns;
  }

  get isOn(): boolean {
    return this.#config !== null;
  }

  async send({ address }: SubscriptionRow, message: PushMessage, signal: AbortSignal): Promise<Outcome> {
    const config = this.#config;
    if (config === null) return { kind: 'refused', why: 'APNs is not configured' };
    const headers = {
      ':method': 'POST',
      ':path': `/3/device/${address}`,
      authorization: `bearer ${await this.#providerToken(config)}`,
      ...apnsHeaders(config, message, this.clock.now()),
    };
    const answer = await this.#request(config, headers, JSON.stringify(apnsPayload(message)), signal);
    // Made anew by the next try. Apple minds who does this often; a token that it does not take is of no use either.
    if (apnsWantsToken(answer)) this.#token = null;
    return apnsOutcome(answer, this.clock.now());
  }

  onApplicationShutdown(): void {
    this.#session?.destroy();
  }

  #providerToken({ key, keyId, teamId }: ApnsConfig): Promise<string> {
    const now = this.clock.now();
    if (this.#token !== null && now - this.#token.since < TOKEN_MS) return this.#token.value;
    const sign = async () =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'ES256', kid: keyId })
        .setIssuer(teamId)
        .setIssuedAt(Math.floor(now / 1000))
        .sign(await importPKCS8(key, 'ES256'));
    this.#token = { value: sign(), since: now };
    return this.#token.value;
  }

  #connection({ url }: ApnsConfig): http2.ClientHttp2Session {
    if (this.#session !== null && !this.#session.closed && !this.#session.destroyed) return this.#session;
    const session = http2.connect(url);
    const forget = () => {
      if (this.#session === session) this.#session = null;
    };
    // Its requests fail by themselves; what is left is not to use it again.
    session.on('error', forget).on('goaway', forget).on('close', forget);
    session.unref();
    this.#session = session;
    return session;
  }

  #request(config: ApnsConfig, headers: http2.OutgoingHttpHeaders, body: string, signal: AbortSignal): Promise<Answer> {
    const session = this.#connection(config);
    return new Promise((resolve, reject) => {
      const stream = session.request(headers, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
      let status = 0;
      let retryAfter: string | null = null;
      let text = '';
      stream.setEncoding('utf8');
      stream.on('response', (answered) => {
        status = answered[':status'] ?? 0;
        retryAfter = answered['retry-after'] ?? null;
      });
      stream.on('data', (chunk: string) => (text = (text + chunk).slice(0, 4096)));
      stream.on('end', () => resolve({ status, retryAfter, reason: status === 200 ? null : reasonIn(text) }));
      stream.on('error', (error) => {
        // A connection on which something stalls is not used again.
        if (!signal.aborted) session.destroy();
        reject(error);
      });
      stream.on('close', () => reject(new Error('the stream was closed without an answer')));
      stream.end(body);
    });
  }
}

function apnsHeaders({ topic }: ApnsConfig, { kind, tag, id }: PushMessage, now: number) {
  const keptSeconds = kind === 'show' ? KEPT_SECONDS : 3600;
  return {
    'apns-topic': topic,
    'apns-id': id,
    'apns-push-type': kind === 'show' ? 'alert' : 'background',
    'apns-priority': kind === 'show' ? '10' : '5',
    'apns-expiration': String(Math.floor(now / 1000) + keptSeconds),
    'apns-collapse-id': tag.slice(0, COLLAPSE_MAX),
  };
}

function apnsPayload({ kind, tag, seq, title, body, path, chatId, receipt }: PushMessage) {
  const told = { kind, tag, seq, path, chatId, receipt };
  return kind === 'show'
    ? { aps: { alert: { title, body }, sound: 'default', 'thread-id': tag, 'mutable-content': 1 }, ...told }
    : { aps: { 'content-available': 1 }, ...told };
}

function reasonIn(text: string): string | null {
  try {
    const { reason } = JSON.parse(text) as { reason?: unknown };
    return typeof reason === 'string' ? reason.slice(0, 60) : null;
  } catch {
    return null;
  }
}
