import { unavailable } from '../../kernel/errors.js';

interface Waiter<Q, A> {
  readonly question: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchLimits {
  /** Questions in one statement. */
  readonly batch: number;
  /** Statements under way at once: a slow one must not hold up all who come after it. */
  readonly atOnce: number;
  /** Questions that may wait; more are refused at once. */
  readonly waiting: number;
}

/**
 * Asks the database for many callers in one statement, or writes for them: for all who come in one turn of the event loop, and,
 * while a statement is under way, for all who come meanwhile. Idle, a question goes out as the turn ends. Thousands of
 * connects in a second then cost tens of statements.
 */
export class BatchedCalls<Q, A> {
  readonly #waiting: Waiter<Q, A>[] = [];
  #underWay = 0;
  #scheduled = false;

  /** @param ask answers one question after the other, in their order */
  constructor(
    private readonly ask: (questions: readonly Q[]) => Promise<readonly A[]>,
    private readonly limits: BatchLimits,
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
    if (this.#scheduled || this.#underWay >= this.limits.atOnce) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#underWay += 1;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.limits.batch);
      if (this.#waiting.length > 0) this.#schedule();
      try {
        const answers = await this.ask(batch.map(({ question }) => question));
        if (answers.length !== batch.length) throw new Error('every call has to be answered');
        batch.forEach(({ resolve }, place) => resolve(answers[place] as A));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#underWay -= 1;
  }
}
