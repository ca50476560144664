import { en as deskTexts } from '../text/locales/desk/en.js';
import { en as disputeTexts } from '../text/locales/disputes/en.js';
import type { TextCatalogue } from '../text/texts.js';
import { createTranslate, type Translate } from '../text/translate.js';

const en = { ...disputeTexts, ...deskTexts };

export type DisputeTranslate = Translate<typeof en>;

type Catalogues = Promise<readonly TextCatalogue[]>;

/** The languages that come along; English is here already. */
const LOADERS: Readonly<Record<string, () => Catalogues>> = {
  es: () => both(import('../text/locales/disputes/es.js'), import('../text/locales/desk/es.js'), 'es'),
  ur: () => both(import('../text/locales/disputes/ur.js'), import('../text/locales/desk/ur.js'), 'ur'),
  ar: () => both(import('../text/locales/disputes/ar.js'), import('../text/locales/desk/ar.js'), 'ar'),
};

async function both<Code extends string>(
  disputes: Promise<Readonly<Record<Code, TextCatalogue>>>,
  desk: Promise<Readonly<Record<Code, TextCatalogue>>>,
  code: Code,
): Catalogues {
  return (await Promise.all([disputes, desk])).map((catalogue) => catalogue[code]);
}

const loaded = new Map<string, Catalogues>();
const NONE: Catalogues = Promise.resolve([]);

/** The catalogues of a language; English where there are none, or they cannot be had now. The same promise every time. */
export function loadDisputeTexts(locale: string): Catalogues {
  const { language } = new Intl.Locale(locale);
  const load = Object.hasOwn(LOADERS, language) ? LOADERS[language] : undefined;
  if (load === undefined) return NONE;
  const known = loaded.get(language);
  if (known !== undefined) return known;
  const loading = load().catch(() => {
    loaded.delete(language);
    return [];
  });
  loaded.set(language, loading);
  return loading;
}

/** A translator; the host's own words win. */
export function createDisputeTexts(
  locale: string,
  catalogues: readonly TextCatalogue[],
  own: TextCatalogue | undefined,
): DisputeTranslate {
  const texts = Object.assign({}, en, ...catalogues, own) as typeof en;
  return createTranslate(locale, texts);
}
