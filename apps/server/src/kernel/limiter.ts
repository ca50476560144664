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

/** One window of a limit: what rate-limiter-flexible offers over many stores. */
export interface Stage {
  /** @throws RateLimiterRes when nothing is left; anything else when its store does not answer */
  consume(key: string): Promise<unknown>;
  reward(key: string): Promise<unknown>;
}

export type MakeStage = (name: string, points: number, seconds: number) => Stage;

/**
 * A steady rate, and beside it a burst that comes back over the time that it stands for.
 * @param rate null: no limit
 * @param makeStage where it is counted
 */
export function limiterOf(name: string, rate: Rate | null, makeStage: MakeStage): Limiter {
  if (rate === null) return unlimited;
  const steady = makeStage(name, rate.amount, rate.perMs / 1000);
  const extra = rate.burst - rate.amount;
  if (extra <= 0) return { spend: (key) => spendFrom([steady], key) };
  const seconds = Math.max(1, ((extra / rate.amount) * rate.perMs) / 1000);
  const burst = makeStage(`${name}-burst`, extra, seconds);
  return { spend: (key) => spendFrom([steady, burst], key) };
}

/** Counts in this process. */
export const memoryStage: MakeStage = (keyPrefix, points, duration) =>
  new RateLimiterMemory({ keyPrefix, points, duration });

export function memoryLimiter(name: string, rate: Rate | null): Limiter {
  return limiterOf(name, rate, memoryStage);
}

/** Spends from the first that has something left; a refund goes back to that one. */
async function spendFrom(stages: readonly Stage[], key: string): Promise<Spending> {
  let retryAfterMs = Number.POSITIVE_INFINITY;
  for (const stage of stages) {
    try {
      await stage.consume(key);
      return { allowed: true, retryAfterMs: 0, refund: () => void stage.reward(key) };
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      retryAfterMs = Math.min(retryAfterMs, refusal.msBeforeNext);
    }
  }
  return { allowed: false, retryAfterMs: Math.max(1, retryAfterMs), refund: () => undefined };
}
