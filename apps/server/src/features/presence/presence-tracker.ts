import type { Clock } from '../../kernel/clock.js';

/** A device that comes back within this time was never away. */
export const GRACE_MS = 10_000;

export interface PresenceChange {
  readonly userId: number;
  readonly online: boolean;
  /** When the first device came, or the last one went; milliseconds since the epoch. */
  readonly at: number;
  /** Whether this node is the one that writes and tells it. */
  readonly isOurs: boolean;
}

type State =
  | { readonly kind: 'online' }
  | { readonly kind: 'leaving'; readonly since: number; readonly stay: () => void };

/**
 * Makes of devices that come and go, to any node, people who are online or not. Knows nothing of those who are not. Every
 * node follows everybody, so that all say the same; the one at which somebody came or went first tells it.
 */
export class PresenceTracker {
  readonly #states = new Map<number, State>();

  constructor(
    private readonly clock: Clock,
    private readonly changed: (change: PresenceChange) => void,
  ) {}

  isOnline(userId: number): boolean {
    return this.#states.has(userId);
  }

  /** The user's first device came. */
  came(userId: number, isOurs = true): void {
    const before = this.#states.get(userId);
    if (before?.kind === 'leaving') before.stay();
    this.#states.set(userId, { kind: 'online' });
    if (before === undefined) this.changed({ userId, online: true, at: this.clock.now(), isOurs });
  }

  /** The user's last device went. */
  went(userId: number, isOurs = true): void {
    if (this.#states.get(userId)?.kind !== 'online') return;
    const since = this.clock.now();
    const stay = this.clock.after(GRACE_MS, () => {
      this.#states.delete(userId);
      this.changed({ userId, online: false, at: since, isOurs });
    });
    this.#states.set(userId, { kind: 'leaving', since, stay });
  }

  /** Everybody who is online, with the time at which they were last seen: now, for those who are connected. */
  seen(): { readonly userId: number; readonly at: number }[] {
    const now = this.clock.now();
    return [...this.#states].map(([userId, state]) => ({ userId, at: state.kind === 'online' ? now : state.since }));
  }

  /** No timer fires any more. */
  stop(): void {
    for (const state of this.#states.values()) if (state.kind === 'leaving') state.stay();
  }
}
