import type { Rate } from '../../config/value-forms.js';

/** How many failures of one key are let pass, and for how long they count. */
export interface FailureLimit {
  readonly failures: number;
  readonly windowSeconds: number;
}

/** `5/15m` is 5 failures within 15 minutes of the first. @returns null: no limit */
export function failureLimit(rate: Rate | null): FailureLimit | null {
  if (rate === null) return null;
  return { failures: rate.burst, windowSeconds: ((rate.perMs / rate.amount) * rate.burst) / 1000 };
}

export interface Failures {
  readonly key: string;
  readonly failures: number;
  /** Milliseconds until they are forgotten. */
  readonly ms_left: number;
}

/** Milliseconds until another attempt may be made; 0: now. */
export function waitBefore(known: readonly Failures[], limits: ReadonlyMap<string, FailureLimit>): number {
  const waits = known.map(({ key, failures, ms_left }) => {
    const limit = limits.get(key);
    return limit !== undefined && failures >= limit.failures ? Math.max(1, ms_left) : 0;
  });
  return Math.max(0, ...waits);
}
