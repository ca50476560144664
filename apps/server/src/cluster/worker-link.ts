import { connect, type Socket } from 'node:net';
import type { Clock } from '../kernel/clock.js';
import { framed, FrameReader } from './frames.js';
import type { Link } from './link.js';

const RECONNECT_MS = 200;

/** To the other processes of this machine, through the one that started them. */
export class WorkerLink implements Link {
  readonly echoes = false;
  #socket: Socket | null = null;
  #frame: (frame: Buffer) => void = () => undefined;
  #connected: () => void = () => undefined;
  #closed = false;

  /** @param path of the relay's socket */
  constructor(
    private readonly path: string,
    private readonly clock: Clock,
  ) {}

  get isConnected(): boolean {
    return this.#socket?.readyState === 'open';
  }

  send(frame: Buffer): void {
    if (this.isConnected) this.#socket?.write(framed(frame));
  }

  onFrame(listener: (frame: Buffer) => void): void {
    this.#frame = listener;
  }

  onConnected(listener: () => void): void {
    this.#connected = listener;
  }

  open(): void {
    if (this.#closed) return;
    const socket = connect(this.path);
    const reader = new FrameReader();
    this.#socket = socket;
    socket.on('connect', () => this.#connected());
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      try {
        for (const frame of reader.read(chunk)) this.#frame(frame);
      } catch {
        socket.destroy();
      }
    });
    socket.on('close', () => {
      if (this.#socket === socket) this.clock.after(RECONNECT_MS, () => this.open());
    });
  }

  restart(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.destroy();
    this.open();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null || socket.destroyed) return;
    await new Promise<void>((resolve) => {
      socket.once('close', resolve);
      socket.end(() => socket.destroy());
    });
  }
}
