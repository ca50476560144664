import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** `burst` calls at once, then `amount` per `perMs` milliseconds. */
export interface Rate {
  readonly burst: number;
  readonly amount: number;
  readonly perMs: number;
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

/** Counts in this process. @param rate null: no limit */
export function memoryLimiter(name: string, rate: Rate | null): Limiter {
  if (rate === null) return unlimited;
  const steady = new RateLimiterMemory({ keyPrefix: name, points: rate.amount, duration: rate.perMs / 1000 });
  const extra = Math.max(0, rate.burst - rate.amount);
  const burst = new RateLimiterMemory({
    keyPrefix: `${name}-burst`,
    points: extra,
    duration: Math.max(1, ((extra / rate.amount) * rate.perMs) / 1000),
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
