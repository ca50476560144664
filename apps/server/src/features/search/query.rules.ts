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

/** Patterns of LIKE that match a folded name with these words in it. */
export function likePatterns(words: readonly string[]): string[] {
  return words.map((word) => `%${word.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`);
}
