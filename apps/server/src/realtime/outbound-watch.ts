import type { Socket as TcpSocket } from 'node:net';
import type { ChatSocket } from './chat-socket.js';

export interface OutboundLimits {
  /** Unsent bytes at which a connection is closed; null: never. */
  readonly bytes: number | null;
  /** How long a connection with unsent bytes may make no progress, in milliseconds; null: for ever. */
  readonly stallMs: number | null;
}

interface Backlog {
  /** Bytes that the operating system had taken when progress was last seen. */
  sent: number;
  since: number;
}

/**
 * Finds clients that do not read: their unsent bytes are our memory. A closed client comes back and catches up, so
 * that closing costs it nothing.
 */
export class OutboundWatch {
  readonly #backlogs = new WeakMap<ChatSocket, Backlog>();
  #unsent = 0;

  constructor(private readonly limits: OutboundLimits) {}

  /** Unsent bytes of all connections at the last round. */
  get unsentBytes(): number {
    return this.#unsent;
  }

  /**
   * One round over all connections.
   * @param now milliseconds since the epoch
   * @returns those to be closed
   */
  slow(sockets: Iterable<ChatSocket>, now: number): ChatSocket[] {
    let total = 0;
    const slow: ChatSocket[] = [];
    for (const socket of sockets) {
      const { unsent, sent } = outboundOf(socket);
      total += unsent;
      if (this.#isSlow(socket, unsent, sent, now)) slow.push(socket);
    }
    this.#unsent = total;
    return slow;
  }

  #isSlow(socket: ChatSocket, unsent: number, sent: number, now: number): boolean {
    if (unsent === 0) {
      this.#backlogs.delete(socket);
      return false;
    }
    if (this.limits.bytes !== null && unsent > this.limits.bytes) return true;
    const backlog = this.#backlogs.get(socket);
    if (backlog === undefined || backlog.sent !== sent) {
      this.#backlogs.set(socket, { sent, since: now });
      return false;
    }
    return this.limits.stallMs !== null && now - backlog.since > this.limits.stallMs;
  }
}

/** Ends the connection at once: a close frame would wait behind the bytes that the client does not read. */
export function cutOff({ conn }: ChatSocket): void {
  const { socket } = conn.transport as unknown as { socket?: { terminate?(): void } };
  if (socket?.terminate === undefined) conn.close(true);
  else socket.terminate();
}

/** What waits in Engine.IO, in the TCP socket and in the operating system's queue, and what has left. */
function outboundOf({ conn }: ChatSocket): { unsent: number; sent: number } {
  let waiting = 0;
  const { writeBuffer } = conn as unknown as { readonly writeBuffer: readonly { readonly data?: unknown }[] };
  for (const { data } of writeBuffer) waiting += typeof data === 'string' ? data.length : 0;
  const tcp = (conn.transport as unknown as { socket?: { _socket?: TcpSocket | null } }).socket?._socket;
  if (tcp === undefined || tcp === null) return { unsent: waiting, sent: 0 };
  const queued = (tcp as unknown as { _handle?: { writeQueueSize?: number } | null })._handle?.writeQueueSize ?? 0;
  return { unsent: waiting + tcp.writableLength, sent: tcp.bytesWritten - tcp.writableLength - queued };
}
