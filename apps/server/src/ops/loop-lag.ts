import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 20;
const WINDOW_MS = 5000;

/** How long the event loop keeps things waiting: the first sign that a process has more work than it can do. */
export class LoopLag {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #timer: NodeJS.Timeout;
  #p99Ms = 0;

  /** @param maxMs p99 of the last five seconds from which the server is too busy; null: never */
  constructor(private readonly maxMs: number | null) {
    this.#delay.enable();
    this.#timer = setInterval(() => {
      this.#p99Ms = this.#delay.percentile(99) / 1e6 - RESOLUTION_MS;
      this.#delay.reset();
    }, WINDOW_MS);
    this.#timer.unref();
  }

  get isTooHigh(): boolean {
    return this.maxMs !== null && this.#p99Ms > this.maxMs;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#delay.disable();
  }
}
