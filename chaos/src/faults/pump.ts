import type { Socket } from 'node:net';
import type { LinkMode } from './link.js';

const TICK_MS = 20;
/** So much is taken from a sender while nothing is passed on; then it feels the pressure, as from a full network. */
const HOLD_BYTES = 1024 * 1024;

/** One direction of a proxied connection: bytes leave in order, when the link's mode lets them. */
export class Pump {
  readonly #queue: { chunk: Buffer; readonly due: number }[] = [];
  #queued = 0;
  #ended = false;
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly mode: () => LinkMode,
    private readonly onBytes: (count: number) => void,
    private readonly onHeld: (count: number) => void,
  ) {
    from.on('data', (chunk: Buffer) => this.#take(chunk));
    from.on('close', () => {
      this.#ended = true;
      this.#drain();
    });
    to.on('drain', () => {
      if (this.#queued < HOLD_BYTES) from.resume();
    });
  }

  modeChanged(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#drain();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #take(chunk: Buffer): void {
    const mode = this.mode();
    const ms = mode.kind === 'delay' ? mode.ms : 0;
    if (mode.kind !== 'pass' && mode.kind !== 'cut') this.onHeld(chunk.length);
    this.#queue.push({ chunk, due: performance.now() + ms });
    this.#queued += chunk.length;
    if (this.#queued >= HOLD_BYTES) this.from.pause();
    this.#drain();
  }

  #drain(): void {
    if (this.#timer !== null || this.#stopped) return;
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const mode = this.mode();
      if (mode.kind === 'blackhole') return;
      const wait = first.due - performance.now();
      if (wait > 0 && mode.kind === 'delay') return this.#later(wait);
      if (mode.kind === 'throttle') {
        this.#pass(Math.max(1, Math.floor((mode.bytesPerSecond * TICK_MS) / 1000)));
        return this.#later(TICK_MS);
      }
      this.#pass(first.chunk.length);
    }
    // A blackhole hides the end of the other side too.
    if (this.#ended && this.mode().kind !== 'blackhole') this.to.destroy();
  }

  #pass(most: number): void {
    const first = this.#queue[0];
    if (first === undefined) return;
    const part = first.chunk.subarray(0, most);
    if (part.length === first.chunk.length) this.#queue.shift();
    else first.chunk = first.chunk.subarray(part.length);
    this.#queued -= part.length;
    if (!this.to.destroyed && !this.to.write(part)) this.from.pause();
    else if (this.#queued < HOLD_BYTES) this.from.resume();
    this.onBytes(part.length);
  }

  #later(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#drain();
    }, ms);
  }
}
