import { type EmojiEntry, readEmoji } from './emoji-set.js';

const NAMES: Readonly<Record<string, () => Promise<{ readonly lines: string }>>> = {
  ar: () => import('./data/names-ar.generated.js'),
  en: () => import('./data/names-en.generated.js'),
  es: () => import('./data/names-es.generated.js'),
  ur: () => import('./data/names-ur.generated.js'),
};

const loaded = new Map<string, Promise<readonly EmojiEntry[]>>();

/** The emoji with names in the language of a locale, English where there are none. Loaded once, from the page's own files. */
export function loadEmoji(locale: string): Promise<readonly EmojiEntry[]> {
  const language = new Intl.Locale(locale).language;
  const known = loaded.get(language);
  if (known !== undefined) return known;
  const names = NAMES[language] ?? NAMES['en'];
  const loading = Promise.all([import('./data/list.generated.js'), names?.()]).then(([list, found]) =>
    readEmoji(list.lines, found?.lines ?? ''),
  );
  // Without a network it is tried again the next time.
  loading.catch(() => loaded.delete(language));
  loaded.set(language, loading);
  return loading;
}
