/** The only source of time and timers in the server, so that tests can set them. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Runs `action` once after `ms` milliseconds; never keeps the process alive.
   * @returns cancels it
   */
  after(ms: number, action: () => void): () => void;
}

export const CLOCK = Symbol('Clock');

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
