import { createClient } from 'redis';
import type { Clock } from '../kernel/clock.js';
import type { Logger } from '../kernel/logger.js';
import type { Link } from './link.js';

export type RedisClient = ReturnType<typeof createRedisClient>;

export interface RedisLinkOptions {
  readonly url: string;
  /** What nodes of this installation share a Redis by. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

const CONNECT_TIMEOUT_MS = 2000;
const RECONNECT_MIN_MS = 100;
const RECONNECT_MAX_MS = 1500;

/** A client that finds its server again by itself, and refuses at once what is asked meanwhile. */
function createRedisClient(url: string) {
  return createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectStrategy: (tries) =>
        Math.min(RECONNECT_MIN_MS * 2 ** Math.min(tries, 8), RECONNECT_MAX_MS) * (0.75 + Math.random() / 2),
    },
  });
}

/**
 * Redis pub/sub on one channel: two connections, as one that subscribes can do nothing else. Why one channel, and why
 * not Socket.IO's adapter: docs/decisions/0130-one-envelope-per-turn.md.
 */
export class RedisLink implements Link {
  readonly echoes = true;
  readonly #channel: string;
  #clients: { readonly publisher: RedisClient; readonly subscriber: RedisClient } | null = null;
  #frame: (frame: Buffer) => void = () => undefined;
  #connected: () => void = () => undefined;
  #subscribed = false;
  #complained = false;

  constructor(private readonly options: RedisLinkOptions) {
    this.#channel = `${options.prefix}:bus`;
  }

  get isConnected(): boolean {
    return this.#subscribed && this.#clients?.publisher.isReady === true && this.#clients.subscriber.isReady;
  }

  /** For what nodes count together; null while it does not answer. */
  get client(): RedisClient | null {
    return this.isConnected ? (this.#clients?.publisher ?? null) : null;
  }

  send(frame: Buffer): void {
    this.client?.publish(this.#channel, frame).catch(() => undefined); // what is lost is read from the database
  }

  onFrame(listener: (frame: Buffer) => void): void {
    this.#frame = listener;
  }

  onConnected(listener: () => void): void {
    this.#connected = listener;
  }

  open(): void {
    const clients = { publisher: createRedisClient(this.options.url), subscriber: createRedisClient(this.options.url) };
    this.#clients = clients;
    this.#subscribed = false;
    const look = () => {
      if (this.#clients !== clients || !this.isConnected) return;
      this.#complained = false;
      this.#connected();
    };
    for (const client of Object.values(clients)) {
      client.on('error', (error: unknown) => this.#failed(error));
      client.on('ready', look);
    }
    // Tried again by itself until it succeeds; after that the client subscribes again whenever it comes back.
    const listen = async () => {
      await Promise.all([clients.publisher.connect(), clients.subscriber.connect()]);
      await clients.subscriber.subscribe(
        this.#channel,
        (frame) => this.#clients === clients && this.#frame(frame),
        true,
      );
      if (this.#clients !== clients) return;
      this.#subscribed = true;
      look();
    };
    listen().catch((error: unknown) => this.#failed(error));
  }

  restart(): void {
    this.#drop();
    this.open();
  }

  async close(): Promise<void> {
    this.#drop();
  }

  #drop(): void {
    const clients = this.#clients;
    this.#clients = null;
    for (const client of Object.values(clients ?? {})) client.destroy();
  }

  /** Why it does not work is said once, until it works again. */
  #failed(error: unknown): void {
    if (this.#complained) return;
    this.#complained = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.options.logger.warn({ reason }, 'Redis does not answer: see REDIS_URL');
  }
}
