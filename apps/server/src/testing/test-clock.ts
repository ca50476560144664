import type { Clock } from '../kernel/clock.js';

export interface TestClock extends Clock {
  /** Lets `ms` milliseconds pass, running what was set for them in its order, each at its time. */
  advance(ms: number): void;
}

/** A clock that a test sets. @param startsAt milliseconds since the epoch */
export function testClock(startsAt = 0): TestClock {
  let now = startsAt;
  const timers = new Set<{ readonly at: number; readonly action: () => void }>();
  return {
    now: () => now,
    after(ms, action) {
      const timer = { at: now + ms, action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.action();
      }
      now = end;
    },
  };
}
