import WebSocket from 'ws';

/**
 * A client that speaks Engine.IO 4 and Socket.IO 5 by hand, over WebSocket: it costs the load generator little, so
 * that what is measured is the server. Frames are the ones that socket.io-client sends.
 */
export class WireClient {
  readonly #socket: WebSocket;
  readonly #acks = new Map<number, (answer: string) => void>();
  #nextAck = 0;
  #ready: (() => void) | null = null;
  #failed: ((error: Error) => void) | null = null;
  /** Called with the name and the raw JSON of each event. */
  onEvent: ((name: string, json: string) => void) | null = null;
  onClose: (() => void) | null = null;

  private constructor(
    url: string,
    private readonly token: string,
    options: WebSocket.ClientOptions,
  ) {
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      ...options,
    });
    this.#socket.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    this.#socket.on('error', (error) => this.#failed?.(error));
    this.#socket.on('close', () => {
      this.#failed?.(new Error('closed during the handshake'));
      this.onClose?.();
    });
  }

  /** Resolves when the namespace `/chat` let us in. @param localAddress another loopback address, for many connections */
  static async connect(url: string, token: string, localAddress?: string): Promise<WireClient> {
    const client = new WireClient(url, token, localAddress === undefined ? {} : { localAddress });
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
    this.#socket.send(`42/chat,${id}["${event}",${json}]`);
  }

  call(event: string, payload: unknown): Promise<string> {
    return new Promise((resolve) => this.emit(event, JSON.stringify(payload), resolve));
  }

  close(): void {
    this.#socket.terminate();
  }

  #receive(frame: string): void {
    if (frame.startsWith('42/chat,["')) {
      const end = frame.indexOf('"', 10);
      this.onEvent?.(frame.slice(10, end), frame.slice(end + 2, -1));
    } else if (frame.startsWith('43/chat,')) {
      const start = frame.indexOf('[');
      const id = Number(frame.slice(8, start));
      const onAck = this.#acks.get(id);
      this.#acks.delete(id);
      onAck?.(frame.slice(start));
    } else if (frame === '2') this.#socket.send('3');
    else if (frame.startsWith('0')) this.#socket.send(`40/chat,{"token":"${this.token}"}`);
    else if (frame.startsWith('40/chat')) this.#ready?.();
    else if (frame.startsWith('44/chat')) this.#failed?.(new Error(frame));
  }
}
