import { likePatterns, readQuery } from './query.rules.js';
import type { NameSearch } from './search.queries.js';
import { type NameCursor, readNameCursor, writeNameCursor } from './search-cursor.rules.js';

interface Input {
  readonly q: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Searcher {
  readonly userId: number;
  /** What the id in a cursor looks like. */
  readonly idForm: RegExp;
  readonly knowsTypos: boolean;
}

export interface NamePage<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
  /** The folded words that were looked for. */
  readonly words: readonly string[];
}

/**
 * A page of names with all words of the query in them; where nothing fits, of names that look like it.
 * @param cursorOf where a row stands in the order
 */
export async function searchNames<Row>(
  input: Input,
  { userId, idForm, knowsTypos }: Searcher,
  find: (search: NameSearch) => Promise<Row[]>,
  cursorOf: (row: Row) => Omit<NameCursor, 'alike'>,
): Promise<NamePage<Row>> {
  const { words } = readQuery(input.q);
  const before = input.cursor === undefined ? null : readNameCursor(input.cursor, idForm);
  if (words.length === 0) return { rows: [], next: null, words };
  const look = (alike: boolean) =>
    find({
      userId,
      patterns: likePatterns(words),
      alike: alike ? words.join(' ') : null,
      limit: input.limit + 1,
      before,
    });
  let alike = before?.alike ?? false;
  let found = await look(alike);
  if (found.length === 0 && before === null && knowsTypos) {
    alike = true;
    found = await look(alike);
  }
  const rows = found.slice(0, input.limit);
  const last = rows.at(-1);
  const next = found.length > rows.length && last !== undefined ? writeNameCursor({ ...cursorOf(last), alike }) : null;
  return { rows, next, words };
}
