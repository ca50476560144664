/** Marks remembered: a word that is overtaken is so by milliseconds, and much fewer marks move in them. */
const MOST = 10_000;

interface Mark {
  readonly chatId: string;
  readonly userId: number;
  readonly kind: 'read' | 'delivered';
  readonly seq: number;
}

/** The marks that were told lately, so that none is told to go back. */
export class ForwardMarks {
  readonly #told = new Map<string, number>();

  /** @returns false for a mark that was told already, or is behind one that was */
  moves({ chatId, userId, kind, seq }: Mark): boolean {
    const key = `${chatId} ${userId} ${kind}`;
    const before = this.#told.get(key);
    if (before !== undefined && before >= seq) return false;
    this.#told.delete(key);
    this.#told.set(key, seq);
    if (this.#told.size > MOST) for (const oldest of this.#told.keys()) return this.#told.delete(oldest);
    return true;
  }
}
