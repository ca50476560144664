/** A text folded for reading: lower case, no accents or vowel signs, ASCII digits; with where each character came from. */
export interface PlacedText {
  readonly text: string;
  /** For each of its UTF-16 units, and for its end, the place in the original. */
  readonly places: readonly number[];
}

const DROPPED = /[\p{M}\u0640\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;
/** Arabic and Urdu letters that are written for each other, and both sets of digits. */
const FROM = 'أإآٱىیےکہھةۃں٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹';
const TO = 'ااااييي\u0643ههههن01234567890123456789';
const LETTER = new Map(Array.from(FROM, (letter, index) => [letter, TO[index] ?? letter]));

export function placed(original: string): PlacedText {
  let text = '';
  const places: number[] = [];
  let at = 0;
  for (const character of original) {
    for (const part of character.normalize('NFKD').toLowerCase()) {
      if (DROPPED.test(part)) continue;
      const read = LETTER.get(part) ?? part;
      for (let unit = 0; unit < read.length; unit += 1) places.push(at);
      text += read;
    }
    at += character.length;
  }
  places.push(at);
  return { text, places };
}

/** A part of a text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a part of the folded text stands in the original. */
export function placeOf({ places }: PlacedText, { start, end }: Span): Span {
  return { start: places[start] ?? 0, end: places[end] ?? places.at(-1) ?? 0 };
}
