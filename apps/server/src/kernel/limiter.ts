import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** `burst` calls at once, refilled by `points` every `seconds`; null: no limit. */
export interface Rate {
  readonly burst: number;
  readonly points: number;
  readonly seconds: number;
}

/** What one call's spending came to. A handler that found a repeat gives it back. */
export interface Spending {
  readonly allowed: boolean;
  /** Milliseconds until the next call may pass; 0 when allowed. */
  readonly retryAfterMs: number;
  refund(): void;
}

export interface Limiter {
  spend(key: string): Promise<Spending>;
}

const free: Spending = { allowed: true, retryAfterMs: 0, refund: () => undefined };

/** A limiter that lets everything pass: for a limit set to 0. */
export const unlimited: Limiter = { spend: () => Promise.resolve(free) };

/** Counts in this process. */
export function memoryLimiter(name: string, rate: Rate | null): Limiter {
  if (rate === null) return unlimited;
  const steady = new RateLimiterMemory({ keyPrefix: name, points: rate.points, duration: rate.seconds });
  const extra = Math.max(0, rate.burst - rate.points);
  const burst = new RateLimiterMemory({
    keyPrefix: `${name}-burst`,
    points: extra,
    duration: Math.max(1, Math.ceil((extra / rate.points) * rate.seconds)),
  });
  const limiter = extra > 0 ? new BurstyRateLimiter(steady, burst) : steady;
  return {
    async spend(key) {
      try {
        await limiter.consume(key);
        return { allowed: true, retryAfterMs: 0, refund: () => void steady.reward(key) };
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) {
          return { allowed: false, retryAfterMs: Math.max(1, refusal.msBeforeNext), refund: () => undefined };
        }
        throw refusal;
      }
    },
  };
}
