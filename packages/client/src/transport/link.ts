import { NAMESPACE } from '@stm-chat/protocol';
import { ChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';
import type { IoFactory, SocketLike } from './socket-like.js';
import { isObject } from './wire-answer.js';

const CONNECT_TIMEOUT_MS = 10_000;

export interface LinkOptions {
  readonly url: string;
  readonly io: IoFactory;
  readonly clock: Clock;
  readonly token: string;
  /** For networks that swallow WebSockets without refusing them. */
  readonly pollingFirst: boolean;
}

export interface LinkListener {
  /** Authenticated: the server's `connected` came, and went to `event` before. */
  opened(): void;
  event(name: string, payload: unknown): void;
  /**
   * It never opened. `code`: why the server refused it; undefined when it could not be reached. `retryAfterMs`: when a
   * busy server wants to be asked again, in milliseconds.
   */
  refused(code: string | undefined, retryAfterMs?: number): void;
  /** It was open and is not any more; `byServer`: the server told us to go, and stock clients would stay away. */
  dropped(byServer: boolean): void;
}

/**
 * One connection from its handshake to its end. Every attempt gets a new one: a socket.io-client that is used again
 * sends what it had buffered for the connection before.
 */
export class Link {
  private readonly socket: SocketLike;
  private readonly clock: Clock;
  private readonly pending = new Set<() => void>();
  private open = false;
  private closed = false;
  /** When something last came from the server, in milliseconds since 1970. */
  heardAt: number;

  constructor(options: LinkOptions, listener: LinkListener) {
    this.clock = options.clock;
    this.heardAt = options.clock.now();
    this.socket = options.io(options.url + NAMESPACE, {
      auth: { token: options.token },
      transports: options.pollingFirst ? ['polling', 'websocket'] : ['websocket', 'polling'],
      tryAllTransports: true,
      reconnection: false,
      autoConnect: false,
      forceNew: true,
      timeout: CONNECT_TIMEOUT_MS,
    });
    this.socket.on('connect_error', (error) => {
      if (this.closed) return;
      const code = isObject(error.data) ? error.data['code'] : undefined;
      const retryAfterMs = retryAfter(error);
      this.close();
      listener.refused(typeof code === 'string' ? code : undefined, retryAfterMs);
    });
    this.socket.on('disconnect', (reason) => {
      if (this.closed) return;
      const wasOpen = this.open;
      this.close();
      if (wasOpen || reason === 'io server disconnect') listener.dropped(reason === 'io server disconnect');
      else listener.refused(undefined);
    });
    this.socket.onAny((name, payload) => {
      if (this.closed) return;
      this.heardAt = this.clock.now();
      listener.event(name, payload);
      if (name !== 'connected' || this.open || this.closed) return;
      this.open = true;
      listener.opened();
    });
    this.socket.connect();
  }

  /** Sends and waits for the acknowledgement. Throws `unavailable` after `timeoutMs`, or when the connection ends. */
  request(event: string, payload: unknown, timeoutMs: number): Promise<unknown> {
    if (this.closed) return Promise.reject(new ChatError('unavailable', 'The connection was lost'));
    return new Promise((resolve, reject) => {
      const settle = () => {
        cancel();
        this.pending.delete(lost);
      };
      const lost = () => {
        settle();
        reject(new ChatError('unavailable', 'The connection was lost before the answer came'));
      };
      const cancel = this.clock.after(timeoutMs, () => {
        settle();
        reject(new AckTimeout());
      });
      this.pending.add(lost);
      this.socket.emit(event, payload, (answer: unknown) => {
        if (this.closed) return;
        this.heardAt = this.clock.now();
        settle();
        resolve(answer);
      });
    });
  }

  /** Sends and forgets. */
  emit(event: string, payload: unknown): void {
    if (!this.closed) this.socket.emit(event, payload);
  }

  /** Ends it without another word to the listener; what waits for an answer fails. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const lost of [...this.pending]) lost();
    this.socket.disconnect();
  }
}

/** The server did not acknowledge in time: slow, or the connection is dead and does not know it. */
export class AckTimeout extends ChatError {
  constructor() {
    super('unavailable', 'The server did not answer in time');
  }
}

/**
 * Milliseconds that a busy server named in its answer. Only that of long polling can be read, through the request that
 * socket.io-client leaves in the error: of a refused WebSocket nobody learns more than that it was.
 */
function retryAfter(error: Error & { readonly description?: unknown; readonly context?: unknown }): number | undefined {
  const { description: status, context: request } = error;
  // Without an answer there is nothing to ask, and Node's XMLHttpRequest throws where the browser's gives null.
  if (status !== 503 && status !== 429) return undefined;
  if (!isObject(request) || typeof request['getResponseHeader'] !== 'function') return undefined;
  const seconds: unknown = request['getResponseHeader']('Retry-After');
  return typeof seconds === 'string' && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}
