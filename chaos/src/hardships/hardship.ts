import type { Ground } from '../cluster/ground.js';
import type { History } from '../history/history.js';
import { check, describeFirst } from '../invariants/check.js';

/** What came of one hardship: the proof that it was there, and everything that was not as promised. */
export interface Hardened {
  readonly proof: string;
  readonly problems: readonly string[];
}

/** Something that happens to a server in its life and is too large, or too slow, for the rounds. */
export interface Hardship {
  readonly name: string;
  readonly promise: string;
  /** @returns null where this machine does not let it be brought about, which is said and is no success */
  readonly endure: (ground: Ground) => Promise<Hardened | null>;
}

/** The first broken invariant, in words. How fast it goes (I14) is the rounds' business. */
export function brokenIn(history: History): string[] {
  const violations = check(history).filter(({ invariant }) => invariant !== 'I14');
  return violations.length === 0 ? [] : [describeFirst(violations, history)];
}
