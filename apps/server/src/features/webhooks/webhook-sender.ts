import type { Database } from '../../database/database.js';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../../kernel/logger.js';
import type { Metrics } from '../../kernel/metrics.js';
import { type Outgoing, OutgoingError } from '../../kernel/outgoing.js';
import type { Messages } from '../messages/messages.api.js';
import {
  callWhenDue,
  endpointFails,
  endpointGone,
  endpointWorks,
  expireDeliveries,
  recordAttempt,
} from './deliveries.repository.js';
import { type Answer, endpointPause, nextAttempt, type Verdict, verdictOf } from './retries.rules.js';
import { webhookHeaders } from './webhook-signature.rules.js';
import { type DueRow, type EndpointRow, ENVIRONMENT_ID, readDue, readEndpoint } from './webhooks.queries.js';

const TIMEOUT_MS = 15_000;
/** Of an answer nothing is read but its status. */
const ANSWER_BYTES = 1024;
/** Events of one read, and requests under way at the same time (the guarded client sends no more to one host). */
const BATCH = 40;
const AT_ONCE = 4;
/** One endpoint's turn; then others have theirs. */
const TURN_MS = 20_000;

export type SenderStep = 'read' | 'answered' | 'recorded' | 'called';

export interface SenderOptions {
  readonly database: Database;
  readonly outgoing: Outgoing;
  readonly messages: Pick<Messages, 'readAt'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Each of these signs; none: they cannot be opened, and nothing is sent. */
  readonly secretsOf: (endpoint: EndpointRow, now: number) => readonly string[];
  /** Whether that endpoint is told what messages say. */
  readonly environmentText: boolean;
  readonly chance: () => number;
  /** Called after each step: a test dies there. */
  readonly afterStep?: (step: SenderStep) => void;
}

/**
 * Sends one endpoint what is due to it. The jobs' queue of an endpoint is served by one worker at a time, so that nothing
 * is claimed: what was sent and not yet written down when the server died is sent again, under the same id.
 */
export class WebhookSender {
  constructor(private readonly options: SenderOptions) {}

  /** The job. Ends when nothing is due, the endpoint fails, its turn is over, or the server stops. */
  async send(endpointId: string, signal: AbortSignal): Promise<void> {
    const { database, clock } = this.options;
    await expireDeliveries(database, endpointId, clock.now());
    const end = clock.now() + TURN_MS;
    while (!signal.aborted && clock.now() < end) {
      const endpoint = await readEndpoint(database, endpointId);
      if (endpoint === undefined || !endpoint.enabled) return;
      if (endpoint.retry_at !== null && endpoint.retry_at.getTime() > clock.now()) break;
      // One that fails is looked for with one request.
      const due = await readDue(database, endpointId, clock.now(), endpoint.failures > 0 ? 1 : BATCH);
      if (due.length === 0) break;
      this.#step('read');
      await this.#sendBatch(endpoint, due, signal);
    }
    await callWhenDue(database, endpointId, clock.now());
    this.#step('called');
  }

  /** Stops with the first failure: the others wait until the endpoint works again. */
  async #sendBatch(endpoint: EndpointRow, due: readonly DueRow[], signal: AbortSignal): Promise<void> {
    const { database, clock, chance } = this.options;
    const texts = await this.#texts(endpoint, due);
    const waiting = due.values();
    const verdicts: Verdict[] = [];
    const work = async (): Promise<void> => {
      for (const one of waiting) {
        if (signal.aborted || verdicts.some(({ kind }) => kind !== 'delivered')) return;
        verdicts.push(await this.#sendOne(endpoint, one, texts.get(one.event_id)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const now = clock.now();
    if (verdicts.some(({ kind }) => kind === 'gone')) {
      await endpointGone(database, endpoint.id);
      this.options.logger.warn(
        { endpoint: endpoint.id },
        'a webhook endpoint answered 410, and is not called any more',
      );
    } else if (verdicts.some(({ kind }) => kind === 'delivered')) {
      await endpointWorks(database, endpoint.id, now);
    } else {
      const waitMs = Math.max(0, ...verdicts.map((verdict) => (verdict.kind === 'again' ? verdict.waitMs : 0)));
      const pause = endpointPause(endpoint.failures + 1, waitMs, chance());
      if (verdicts.length > 0) await endpointFails(database, endpoint.id, now, now + pause);
    }
  }

  async #sendOne(endpoint: EndpointRow, event: DueRow, text: string | undefined): Promise<Verdict> {
    const { database, clock, metrics, chance } = this.options;
    const began = clock.now();
    const verdict = verdictOf(await this.#request(endpoint, event, text), clock.now());
    this.#step('answered');
    const now = clock.now();
    const waitMs = verdict.kind === 'again' ? verdict.waitMs : 0;
    const beganAt = event.began_at.getTime();
    const next = verdict.kind === 'again' ? nextAttempt(event.attempts + 1, { now, beganAt, waitMs }, chance()) : null;
    const state = verdict.kind === 'delivered' ? 1 : next === null ? 2 : 0;
    const { status } = verdict;
    const reason = verdict.kind === 'delivered' ? null : verdict.reason;
    await recordAttempt(
      database,
      endpoint.id,
      event.event_id,
      { state, dueAt: next ?? now, status, reason, tookMs: now - began },
      now,
    );
    metrics.count('chat_webhook_attempts_total', { result: verdict.kind });
    this.#step('recorded');
    return verdict;
  }

  async #request(endpoint: EndpointRow, event: DueRow, text: string | undefined): Promise<Answer> {
    const { outgoing, clock, secretsOf } = this.options;
    const secrets = secretsOf(endpoint, clock.now());
    if (secrets.length === 0) return { kind: 'failed', failure: 'no_secret' };
    const { event_id: id, type, at, data } = event;
    const told = text === undefined ? data : { ...data, message: text };
    const body = JSON.stringify({ id, type, timestamp: at.toISOString(), data: told });
    const signed = webhookHeaders({ id, timestamp: Math.floor(clock.now() / 1000), body }, secrets);
    try {
      const { status, headers } = await outgoing.send({
        url: endpoint.url,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'STM-Chat-Webhooks/1', ...signed },
        body,
        timeoutMs: TIMEOUT_MS,
        maxBytes: ANSWER_BYTES,
        cut: true,
        anyPort: true,
        wantsBody: () => false,
      });
      return { kind: 'answered', status, headers };
    } catch (error) {
      if (error instanceof OutgoingError) return { kind: 'failed', failure: error.kind };
      throw error;
    }
  }

  /** What the messages say now, by event; nothing but for the endpoint that is to be told it. */
  async #texts(endpoint: EndpointRow, due: readonly DueRow[]): Promise<ReadonlyMap<string, string>> {
    if (endpoint.id !== ENVIRONMENT_ID || !this.options.environmentText) return new Map();
    const keyOf = (chatId: string, seq: number) => `${chatId} ${seq}`;
    const keys = due.flatMap(({ chat_id: chatId, seq }) => (chatId === null || seq === null ? [] : [{ chatId, seq }]));
    if (keys.length === 0) return new Map();
    const messages = await this.options.messages.readAt(keys);
    const byKey = new Map(messages.map(({ chatId, seq, message }) => [keyOf(chatId, seq), message]));
    return new Map(
      due.flatMap(({ event_id: id, chat_id: chatId, seq }) => {
        const text = chatId === null || seq === null ? undefined : byKey.get(keyOf(chatId, seq));
        return text === undefined ? [] : [[id, text] as const];
      }),
    );
  }

  #step(step: SenderStep): void {
    this.options.afterStep?.(step);
  }
}
