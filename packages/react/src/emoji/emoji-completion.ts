import type { CompletionSource } from '../model/completion.js';
import { chosenTone, rememberEmoji } from './emoji-memory.js';
import { inTone, searchEmoji } from './emoji-set.js';
import { loadEmoji } from './load-emoji.js';

const MOST = 8;

/** `:smi` offers emoji by shortcode, name and search words; `:smile:` is one at once. */
export function emojiCompletion(locale: string): CompletionSource {
  return {
    mark: ':',
    least: 2,
    async find(query) {
      const tone = chosenTone();
      return searchEmoji(await loadEmoji(locale), query, MOST).map((entry) => ({
        id: entry.emoji,
        insert: inTone(entry, tone),
        picture: inTone(entry, tone),
        label: entry.name,
        detail: entry.codes[0] === undefined ? '' : `:${entry.codes[0]}:`,
      }));
    },
    async whole(code) {
      const entry = (await loadEmoji(locale)).find(({ codes }) => codes.includes(code.toLowerCase()));
      return entry === undefined ? undefined : inTone(entry, chosenTone());
    },
    chosen: ({ insert }) => rememberEmoji(insert),
  };
}
