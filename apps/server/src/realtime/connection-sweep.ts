import type { Clock } from '../kernel/clock.js';
import type { Metrics } from '../kernel/metrics.js';
import type { ChatNamespace } from './chat-socket.js';
import { cutOff, OutboundWatch } from './outbound-watch.js';

export interface SweepOptions {
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly limits: { readonly outboundBytes: number | null; readonly outboundStallMs: number | null };
}

const PERIOD_MS = 500;

/** Looks over all connections twice a second, instead of a timer for each: ends expired tokens and slow readers. */
export class ConnectionSweep {
  readonly #outbound: OutboundWatch;
  #cancel: () => void = () => undefined;

  constructor(
    private readonly chat: ChatNamespace,
    private readonly options: SweepOptions,
  ) {
    const { limits, metrics } = options;
    this.#outbound = new OutboundWatch({ bytes: limits.outboundBytes, stallMs: limits.outboundStallMs });
    metrics.gauge('chat_outbound_buffer_bytes', () => [{ labels: {}, value: this.#outbound.unsentBytes }]);
    this.#later();
  }

  stop(): void {
    this.#cancel();
  }

  #later(): void {
    this.#cancel = this.options.clock.after(PERIOD_MS, () => {
      this.#closeExpired();
      this.#closeSlow();
      this.#later();
    });
  }

  #closeExpired(): void {
    const now = this.options.clock.now();
    for (const socket of this.chat.sockets.values()) {
      if (socket.data.actor.expiresAt > now) continue;
      socket.emit('error', { code: 'token_expired', message: 'The token expired; connect with a new one.' });
      socket.disconnect(true);
    }
  }

  #closeSlow(): void {
    for (const socket of this.#outbound.slow(this.chat.sockets.values(), this.options.clock.now())) {
      this.options.metrics.count('chat_slow_consumer_closes_total', {});
      cutOff(socket);
    }
  }
}
