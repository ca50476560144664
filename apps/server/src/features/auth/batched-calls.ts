import type { Clock } from '../../kernel/clock.js';
import { unavailable } from '../../kernel/errors.js';

interface Waiter<Q, A> {
  readonly question: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchLimits {
  /** Questions in one statement. */
  readonly batch: number;
  /**
   * Statements under way at once: another beside a slow one, which must not hold up all who come after it, or when a whole
   * batch waits.
   */
  readonly atOnce: number;
  /** Questions that may wait; more are refused at once. */
  readonly waiting: number;
}

/** Many times what a statement takes that waits for nothing. */
const SLOW_MS = 100;

/**
 * Asks the database for many callers in one statement, or writes for them: for all who come in one turn of the event loop, and,
 * while a statement is under way, for all who come until the end of the turn in which it is answered. Idle, a question goes
 * out as the turn ends. The more connect, the more share a statement: one for every two of them was a sixth of what a connect
 * costs.
 */
export class BatchedCalls<Q, A> {
  readonly #waiting: Waiter<Q, A>[] = [];
  #underWay = 0;
  /** Of them, those that have been for long. */
  #slow = 0;
  #scheduled = false;

  /** @param ask answers one question after the other, in their order */
  constructor(
    private readonly ask: (questions: readonly Q[]) => Promise<readonly A[]>,
    private readonly limits: BatchLimits,
    private readonly clock: Clock,
  ) {}

  /** @throws CommandError `unavailable` when too many wait; what `ask` throws */
  call(question: Q): Promise<A> {
    if (this.#waiting.length >= this.limits.waiting) {
      return Promise.reject(unavailable('The server is busy. Please try again.'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      this.#schedule();
    });
  }

  /** Not a delay: it runs as soon as what has arrived at this moment was read. */
  #schedule(): void {
    if (this.#scheduled || !this.#mayBegin()) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#run();
    });
  }

  #mayBegin(): boolean {
    const { atOnce, batch } = this.limits;
    const { length } = this.#waiting;
    return this.#underWay < atOnce && length > 0 && (this.#underWay === this.#slow || length >= batch);
  }

  async #run(): Promise<void> {
    const batch = this.#waiting.splice(0, this.limits.batch);
    this.#underWay += 1;
    let isSlow = false;
    const inTime = this.clock.after(SLOW_MS, () => {
      isSlow = true;
      this.#slow += 1;
      this.#schedule();
    });
    this.#schedule();
    try {
      const answers = await this.ask(batch.map(({ question }) => question));
      if (answers.length !== batch.length) throw new Error('every call has to be answered');
      batch.forEach(({ resolve }, place) => resolve(answers[place] as A));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    inTime();
    this.#underWay -= 1;
    if (isSlow) this.#slow -= 1;
    this.#schedule();
  }
}
