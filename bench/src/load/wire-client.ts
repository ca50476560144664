import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { FrameReader, maskedText } from './client-frames.js';

/** What the operating system has for any connection is read into this, and used up at once. */
const INCOMING = Buffer.allocUnsafe(256 * 1024);
const [TWO, THREE, FOUR, ZERO] = [0x32, 0x33, 0x34, 0x30];

export interface WireOptions {
  /** Another loopback address, for many connections. */
  readonly localAddress?: string;
  /** Of a session that was begun by long polling, and goes on here. */
  readonly sid?: string;
  /** A handshake that is not through after this long is given up. */
  readonly giveUpMs?: number;
}

/**
 * A client that speaks WebSocket, Engine.IO 4 and Socket.IO 5 by hand, on a TCP connection: it costs the load generator
 * little, which has its share of the same machine, so that what is measured is the server. Frames are the ones that
 * socket.io-client sends.
 */
export class WireClient {
  readonly #socket: Socket;
  readonly #frames = new FrameReader();
  readonly #mask = randomBytes(4);
  readonly #acks = new Map<number, (answer: string) => void>();
  #nextAck = 0;
  #upgraded = false;
  /** Whether the session is there already, and only changes its transport. */
  readonly #goesOn: boolean;
  #ready: (() => void) | null = null;
  #failed: ((error: Error) => void) | null = null;
  /** Called with the name and the raw JSON of each event. */
  onEvent: ((name: string, json: string) => void) | null = null;
  onClose: (() => void) | null = null;

  private constructor(
    url: string,
    private readonly token: string,
    { localAddress, sid, giveUpMs }: WireOptions,
  ) {
    this.#goesOn = sid !== undefined;
    const { hostname, port, host } = new URL(url);
    const to = { host: hostname, port: Number(port), noDelay: true };
    this.#socket = connect({
      ...(localAddress === undefined ? to : { ...to, localAddress }),
      onread: { buffer: INCOMING, callback: (bytes) => this.#read(INCOMING.subarray(0, bytes)) },
    });
    this.#socket.write(
      `GET /socket.io/?EIO=4&transport=websocket${sid === undefined ? '' : `&sid=${sid}`} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    if (giveUpMs !== undefined) {
      const patience = setTimeout(() => this.#failed !== null && this.#socket.destroy(), giveUpMs);
      this.#socket.once('close', () => clearTimeout(patience));
    }
    this.#socket.on('error', (error) => this.#failed?.(error));
    this.#socket.on('close', () => {
      this.#failed?.(new Error('closed during the handshake'));
      this.onClose?.();
    });
  }

  /** Resolves when the namespace `/chat` let us in. @throws when it does not */
  static async connect(url: string, token: string, options: WireOptions = {}): Promise<WireClient> {
    const client = new WireClient(url, token, options);
    await new Promise<void>((resolve, reject) => {
      client.#ready = resolve;
      client.#failed = reject;
    });
    client.#ready = null;
    client.#failed = null;
    return client;
  }

  /** @param json the payload, encoded. @param onAck gets the raw JSON of the acknowledgement's list */
  emit(event: string, json: string, onAck?: (answer: string) => void): void {
    let id = '';
    if (onAck !== undefined) {
      id = String(this.#nextAck);
      this.#acks.set(this.#nextAck++, onAck);
    }
    this.#send(`42/chat,${id}["${event}",${json}]`);
  }

  call(event: string, payload: unknown): Promise<string> {
    return new Promise((resolve) => this.emit(event, JSON.stringify(payload), resolve));
  }

  close(): void {
    this.#socket.destroy();
  }

  #send(text: string): void {
    this.#socket.write(maskedText(text, this.#mask));
  }

  /** @returns true, for the next piece */
  #read(chunk: Buffer): boolean {
    try {
      const frames = this.#upgraded ? chunk : this.#afterUpgrade(chunk);
      if (frames !== null) this.#frames.read(frames, this.#onText);
    } catch (error) {
      this.#socket.destroy(error instanceof Error ? error : new Error(String(error)));
    }
    return true;
  }

  /** What follows the answer to the upgrade, which is small and comes whole. */
  #afterUpgrade(chunk: Buffer): Buffer | null {
    const end = chunk.indexOf('\r\n\r\n');
    if (end < 0 || !chunk.toString('latin1', 0, 12).startsWith('HTTP/1.1 101'))
      throw new Error(`refused: ${chunk.toString('latin1', 0, 60)}`);
    this.#upgraded = true;
    if (this.#goesOn) this.#send('2probe');
    return chunk.subarray(end + 4);
  }

  readonly #onText = (data: Buffer, start: number, end: number): void => {
    const [kind, type] = [data[start], data[start + 1]];
    if (kind === FOUR && type === TWO) this.#event(data, start, end);
    else if (kind === FOUR && type === THREE) this.#acknowledged(data, start, end);
    else if (kind === TWO) this.#send('3');
    else if (kind === THREE) {
      this.#send('5');
      this.#enter();
    } else if (kind === ZERO) this.#enter();
    else if (kind === FOUR && type === ZERO) this.#ready?.();
    else if (kind === FOUR && type === FOUR) this.#failed?.(new Error(data.toString('utf8', start, end)));
  };

  #enter(): void {
    this.#send(`40/chat,{"token":"${this.token}"}`);
  }

  /** `42/chat,["name",json]` */
  #event(data: Buffer, start: number, end: number): void {
    if (this.onEvent === null) return;
    const text = data.toString('utf8', start + 10, end - 1);
    const name = text.slice(0, text.indexOf('"'));
    this.onEvent(name, text.slice(name.length + 2));
  }

  /** `43/chat,17[json]` */
  #acknowledged(data: Buffer, start: number, end: number): void {
    const text = data.toString('utf8', start + 8, end);
    const id = Number.parseInt(text, 10);
    const onAck = this.#acks.get(id);
    this.#acks.delete(id);
    onAck?.(text.slice(text.indexOf('[')));
  }
}
