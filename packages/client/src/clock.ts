/** Time, as a seam: tests bring one that they move themselves. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `task` once, after `ms` milliseconds; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
}

/** Longer delays overflow the browsers' 32-bit timers and would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};
