/** One emoji that can be picked. */
export interface EmojiEntry {
  readonly emoji: string;
  /** Index of its category. */
  readonly group: number;
  /** The five skin tones, light to dark; empty where there are none. */
  readonly tones: readonly string[];
  /** What stands between colons: `thumbsup`. English in every language. */
  readonly codes: readonly string[];
  /** In the reader's language. */
  readonly name: string;
  readonly words: readonly string[];
}

const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'];

/** Reads the lines of data/list and of the names in one language. */
export function readEmoji(list: string, names: string): readonly EmojiEntry[] {
  const nameLines = names.split('\n');
  return list.split('\n').map((line, index) => {
    const [emoji = '', group = '0', pattern = '', codes = ''] = line.split('\t');
    const [name = '', words = ''] = (nameLines[index] ?? '').split('\t');
    return {
      emoji,
      group: Number(group),
      tones: pattern === '' ? [] : TONES.map((tone) => pattern.replaceAll('*', tone)),
      codes: codes === '' ? [] : codes.split(' '),
      name,
      words: words === '' ? [] : words.split(','),
    };
  });
}

/** The emoji in a skin tone: 0 for none, 1 to 5 from light to dark. */
export function inTone(entry: EmojiEntry, tone: number): string {
  return entry.tones[tone - 1] ?? entry.emoji;
}

/** Those that a beginning fits best: first by shortcode, the shortest first, then by name and search words. */
export function searchEmoji(all: readonly EmojiEntry[], query: string, most: number): readonly EmojiEntry[] {
  const wanted = query.toLowerCase();
  const ranked = all.flatMap((entry, index) => {
    const rank = rankOf(entry, wanted);
    return rank === Infinity ? [] : [{ entry, rank, index }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, most)
    .map(({ entry }) => entry);
}

const WORD = 50;
const BY_WORD = 100;
const INSIDE_NAME = 200;

function rankOf({ codes, name, words }: EmojiEntry, wanted: string): number {
  const lengths = codes.filter((code) => code.startsWith(wanted)).map(({ length }) => length);
  if (lengths.length > 0) return Math.min(...lengths);
  if (words.some((word) => word.toLowerCase() === wanted)) return WORD;
  const begins = (text: string) => text.toLowerCase().startsWith(wanted);
  if (begins(name) || words.some(begins)) return BY_WORD;
  return name.split(' ').some(begins) ? INSIDE_NAME : Infinity;
}
