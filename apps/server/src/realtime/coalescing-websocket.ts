import type { Socket as TcpSocket } from 'node:net';
import { transports } from 'engine.io';
import type { Packet } from 'engine.io-parser';

/** TCP sockets that hold back what was written since the last turn of the event loop. */
const corked: TcpSocket[] = [];

function uncorkAll(): void {
  for (const tcp of corked.splice(0)) tcp.uncork();
}

/** The part of `ws` that we reach through. */
interface Ws {
  readonly _socket?: TcpSocket | null;
  once(event: 'close', listener: () => void): unknown;
  terminate(): void;
}

/** A client that does not answer a close frame within this time is cut; `ws` itself would wait for 30 s. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Engine.IO's WebSocket transport, with one system call where it makes many: all frames for one connection that arise
 * in one turn of the event loop (what one committed batch brings to it) leave in one write.
 *
 * Stock, each packet is a `writev` and the next one waits for its callback. Here the TCP socket is corked until the end
 * of the turn and the transport stays writable meanwhile; order is unchanged, as everything still goes through `send`.
 * Beyond `volatileBytes` unsent it is not writable: Socket.IO then drops volatile packets (typing, presence) and keeps
 * the others. Frames are masked by nobody and compressed never: valid only with `perMessageDeflate` off.
 */
export class CoalescingWebSocket extends transports.websocket {
  /** Unsent bytes from which volatile packets are dropped. */
  readonly #volatileBytes: number;

  constructor(request: ConstructorParameters<typeof transports.websocket>[0], volatileBytes: number) {
    super(request);
    this.#volatileBytes = volatileBytes;
  }

  override send(packets: Packet[]): void {
    const tcp = this.#tcp();
    if (tcp === null) {
      super.send(packets);
      return;
    }
    if (tcp.writableCorked === 0) {
      tcp.cork();
      if (corked.push(tcp) === 1) setImmediate(uncorkAll);
    }
    super.send(packets);
    if (tcp.writableLength < this.#volatileBytes) this.writable = true;
  }

  override doClose(closed?: () => void): void {
    const ws = this.#ws();
    const timer = setTimeout(() => ws.terminate(), CLOSE_TIMEOUT_MS);
    ws.once('close', () => clearTimeout(timer));
    super.doClose(closed);
  }

  #tcp(): TcpSocket | null {
    return this.#ws()._socket ?? null;
  }

  #ws(): Ws {
    return (this as unknown as { socket: Ws }).socket;
  }
}
