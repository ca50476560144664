const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/**
 * Milliseconds to wait after `failures` failed attempts in a row (0: a good connection was lost). Doubles up to 30 s.
 * The spread keeps thousands of clients, which a restart dropped at the same moment, from coming back at the same
 * moment: see "Exponential Backoff And Jitter", AWS Architecture Blog.
 */
export function backOff(failures: number, random: () => number): number {
  if (failures <= 0) return random() * FIRST_MS;
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return ceiling / 2 + (random() * ceiling) / 2;
}

/**
 * Milliseconds to wait when the server said how long. It knows how many it sent away, and tells each another second; within
 * that second they are spread here.
 */
export function asNamed(namedMs: number, random: () => number): number {
  return Math.min(namedMs, LONGEST_MS) + random() * FIRST_MS;
}
