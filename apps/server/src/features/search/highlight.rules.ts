import type { TextRange } from '@stm-chat/protocol';
import { fold, writtenWords } from './fold.rules.js';

/**
 * Where in a text the words stand that were found.
 * @param wanted folded words and stems that the query may mean
 * @param stemsOf the stems of a folded word that is not wanted itself
 * @returns ranges in their order, in UTF-16 code units
 */
export function highlightWords(
  text: string,
  wanted: ReadonlySet<string>,
  stemsOf: (word: string) => readonly string[],
): TextRange[] {
  return writtenWords(text)
    .filter(({ words }) => words.some((word) => wanted.has(word) || stemsOf(word).some((stem) => wanted.has(stem))))
    .map(({ start, length }) => ({ start, length }));
}

/** The folded words of a text that are not wanted themselves, and may be by their stem: it begins as one that is wanted. */
export function perhapsWanted(text: string, wanted: ReadonlySet<string>): string[] {
  const beginnings = new Set([...wanted].map((word) => word.slice(0, 2)));
  return writtenWords(text)
    .flatMap(({ words }) => words)
    .filter((word) => !wanted.has(word) && beginnings.has(word.slice(0, 2)));
}

/** Where in a name a part stands that was found as letters, not as a word. */
export function highlightPart(name: string, words: readonly string[]): TextRange[] {
  return writtenWords(name).flatMap(({ start, length }) => {
    const written = name.slice(start, start + length);
    const folded = fold(written);
    const hit = words.map((word) => ({ at: folded.indexOf(word), word })).find(({ at }) => at !== -1);
    if (hit === undefined) return [];
    // Only where each character stands for one: else the whole word is marked.
    return folded.length === written.length
      ? [{ start: start + hit.at, length: hit.word.length }]
      : [{ start, length }];
  });
}
