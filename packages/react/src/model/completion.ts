/** Something that can be put where a word was begun. */
export interface Suggestion {
  readonly id: string;
  /** The text that takes the place of what was typed. */
  readonly insert: string;
  /** A picture beside the words; for the eye alone. */
  readonly picture: string;
  readonly label: string;
  readonly detail: string;
}

/** What begins with a mark and is completed: `:smile`, `@name`. */
export interface CompletionSource {
  /** The one character that begins it, at the beginning of a word. */
  readonly mark: string;
  /** How many letters it takes to offer something. */
  readonly least: number;
  readonly find: (query: string) => Promise<readonly Suggestion[]>;
  /** What a word between two marks stands for, without being asked: `:smile:`. */
  readonly whole?: (word: string) => Promise<string | undefined>;
  readonly chosen?: (suggestion: Suggestion) => void;
}

/** A word that was begun before the caret. */
export interface Begun {
  readonly source: CompletionSource;
  readonly query: string;
  /** Where its mark is, and where the caret. */
  readonly from: number;
  readonly to: number;
  /** It ends with the mark again. */
  readonly closed: boolean;
}

const LONGEST = 40;

/** The word before the caret, if it begins with the mark of a source and is long enough. */
export function begunAt(text: string, caret: number, sources: readonly CompletionSource[]): Begun | undefined {
  const before = text.slice(Math.max(caret - LONGEST, 0), caret);
  const word = /\S*$/u.exec(before)?.[0] ?? '';
  const source = sources.find(({ mark }) => word.startsWith(mark));
  if (source === undefined) return undefined;
  const closed = source.whole !== undefined && word.length > 1 && word.endsWith(source.mark);
  const query = word.slice(source.mark.length, closed ? -source.mark.length : undefined);
  if (Array.from(query).length < source.least || query.includes(source.mark)) return undefined;
  return { source, query, from: caret - word.length, to: caret, closed };
}

/** The text with `insert` instead of what was begun, and where the caret then is. */
export function complete(
  text: string,
  begun: Begun,
  insert: string,
): { readonly text: string; readonly caret: number } {
  return {
    text: text.slice(0, begun.from) + insert + text.slice(begun.to),
    caret: begun.from + insert.length,
  };
}
