import type { Clock } from '../../kernel/clock.js';

type State =
  /** Fired, and not told yet; `again`: something came since. */
  | { readonly kind: 'fired'; again: boolean }
  /** Told; quiet until the period ends. */
  | { readonly kind: 'quiet'; again: boolean; readonly cancel: () => void };

/**
 * Fires at once, then at most once per period and key; what came last is always followed by a firing. The period counts
 * from when the firing's work was done (`settle`), so that a slow one does not run into the next.
 */
export class ActivityThrottle {
  readonly #states = new Map<string, State>();

  /**
   * @param periodMs milliseconds from one firing's end to the next firing of its key
   * @param fire begins the work; `settle` says that it is done
   */
  constructor(
    private readonly clock: Clock,
    private readonly periodMs: number,
    private readonly fire: (key: string) => void,
  ) {}

  touch(key: string): void {
    const state = this.#states.get(key);
    if (state !== undefined) state.again = true;
    else this.#fire(key);
  }

  /** The work of this key's firing is done; without one nothing happens. */
  settle(key: string): void {
    const state = this.#states.get(key);
    if (state?.kind !== 'fired') return;
    const cancel = this.clock.after(this.periodMs, () => this.#end(key));
    this.#states.set(key, { kind: 'quiet', again: state.again, cancel });
  }

  stop(): void {
    for (const state of this.#states.values()) if (state.kind === 'quiet') state.cancel();
    this.#states.clear();
  }

  #fire(key: string): void {
    this.#states.set(key, { kind: 'fired', again: false });
    this.fire(key);
  }

  #end(key: string): void {
    const again = this.#states.get(key)?.again === true;
    this.#states.delete(key);
    if (again) this.#fire(key);
  }
}
