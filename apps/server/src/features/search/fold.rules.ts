/** Accents, vowel signs, and characters that only tell how their neighbours are drawn. */
const MARKS = new RegExp(
  String.raw`[\u0300-\u036f\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff]`,
  'gu',
);

/** Letters of Arabic and Urdu that look the same or are used for each other, digits, and Latin letters with a stroke. */
const FROM =
  '\u0671\u0649\u06CC\u06D2\u06A9\u06C1\u06BE\u0629\u06C3\u06D5\u06BA\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u06F0\u06F1\u06F2\u06F3\u06F4\u06F5\u06F6\u06F7\u06F8\u06F9\u00F8\u0142\u0111\u0131\u03C2';
const TO = '\u0627\u064A\u064A\u064A\u0643\u0647\u0647\u0647\u0647\u0647\u064601234567890123456789oldi\u03C3';

const LETTER = new Map(Array.from(FROM, (letter, index) => [letter, TO[index] ?? letter]));

/** What stands between words. */
const BETWEEN =
  '\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00a9\\u00ab-\\u00b4\\u00b6-\\u00b9\\u00bb-\\u00bf\\u00d7\\u00f7\\u060c\\u061b\\u061f\\u066a-\\u066d\\u06d4\\u2000-\\u206f\\u20a0-\\u20cf\\u2190-\\u2bff\\u3000-\\u303f\\uff00-\\uff0f\\u{1f000}-\\u{1faff}';
const SEPARATOR = new RegExp(`[${BETWEEN}]+`, 'u');
/** The characters of MARKS that lie among those of BETWEEN belong to their word: they only steer how it is drawn. */
const WRITTEN_WORD = new RegExp(`(?:[^${BETWEEN}]|[\\u200b-\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069])+`, 'gu');
const WORD_MAX = 40;

/** As `search_fold` in the database: what a text looks like when it does not matter how it was written. */
export function fold(text: string): string {
  const bare = text.normalize('NFKD').replaceAll(MARKS, '').toLowerCase();
  let folded = '';
  for (const letter of bare) folded += LETTER.get(letter) ?? letter;
  return folded;
}

/** As `search_words_of`, but in their order, each as often as it stands there. */
export function wordsOf(text: string): string[] {
  return fold(text).split(SEPARATOR).map(cut).filter(counts);
}

export interface WrittenWord {
  /** In UTF-16 code units. */
  readonly start: number;
  readonly length: number;
  /** Its folded words: more than one where a single character stands for several. */
  readonly words: readonly string[];
}

/** The words of a text with where they stand in it. */
export function writtenWords(text: string): WrittenWord[] {
  return [...text.matchAll(WRITTEN_WORD)].map((match) => ({
    start: match.index,
    length: match[0].length,
    words: wordsOf(match[0]),
  }));
}

function cut(word: string): string {
  return Array.from(word.slice(0, WORD_MAX * 2))
    .slice(0, WORD_MAX)
    .join('');
}

function counts(word: string): boolean {
  return word !== '' && !/^[a-z]$/.test(word);
}
