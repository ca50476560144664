import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

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
  spend(key: string): Spending | Promise<Spending>;
}

const free: Spending = { allowed: true, retryAfterMs: 0, refund: () => undefined };

/** A limiter that lets everything pass: for a limit set to 0. */
export const unlimited: Limiter = { spend: () => free };

/**
 * Counts in this process: a steady rate, and beside it a burst that comes back over the time that it stands for.
 * @param rate null: no limit
 */
export function memoryLimiter(name: string, rate: Rate | null): Limiter {
  if (rate === null) return unlimited;
  const steady = new RateLimiterMemory({ keyPrefix: name, points: rate.amount, duration: rate.perMs / 1000 });
  const extra = rate.burst - rate.amount;
  if (extra <= 0) return { spend: (key) => spendFrom([steady], key) };
  const duration = Math.max(1, ((extra / rate.amount) * rate.perMs) / 1000);
  const burst = new RateLimiterMemory({ keyPrefix: `${name}-burst`, points: extra, duration });
  return { spend: (key) => spendFrom([steady, burst], key) };
}

/** Spends from the first that has something left; a refund goes back to that one. */
async function spendFrom(limiters: readonly RateLimiterMemory[], key: string): Promise<Spending> {
  let retryAfterMs = Number.POSITIVE_INFINITY;
  for (const limiter of limiters) {
    try {
      await limiter.consume(key);
      return { allowed: true, retryAfterMs: 0, refund: () => void limiter.reward(key) };
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      retryAfterMs = Math.min(retryAfterMs, refusal.msBeforeNext);
    }
  }
  return { allowed: false, retryAfterMs: Math.max(1, retryAfterMs), refund: () => undefined };
}
