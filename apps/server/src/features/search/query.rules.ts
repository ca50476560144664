import { wordsOf } from './fold.rules.js';

/** What somebody is looking for. */
export interface Query {
  /** Folded, each once, in their order; none when nothing in the text is a word. */
  readonly words: readonly string[];
  /** The last word may go on: nothing was typed after it. */
  readonly goesOn: boolean;
}

const WORDS_MAX = 12;

export function readQuery(text: string): Query {
  const words = [...new Set(wordsOf(text).slice(0, WORDS_MAX))];
  return { words, goesOn: !/[\s"]$/u.test(text) };
}

/** A word of the query and all that it may mean. */
export interface Meaning {
  readonly word: string;
  readonly meanings: readonly string[];
}

/** As PostgreSQL reads a tsquery: all words, each in any of its meanings. Words have neither quotes nor backslashes. */
export function tsquery(meanings: readonly Meaning[]): string {
  return meanings.map((one) => `(${one.meanings.map((meaning) => `'${meaning}'`).join(' | ')})`).join(' & ');
}

/** Patterns of LIKE that match a folded name with these words in it. */
export function likePatterns(words: readonly string[]): string[] {
  return words.map((word) => `%${word.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`);
}
