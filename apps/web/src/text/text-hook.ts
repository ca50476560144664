import { type Catalogue, createTranslate, type TextCatalogue, type Translate, useStore } from '@stm-chat/react';
import { languages } from '../language.js';

/** Makes a hook that answers the translator over these English texts in the language that is shown. */
export function textHook<Texts extends Catalogue>(english: Texts): () => Translate<Texts> {
  const translators = new WeakMap<TextCatalogue, Translate<Texts>>();
  return () => {
    const { locale, pages } = useStore(languages);
    const known = translators.get(pages);
    if (known !== undefined) return known;
    // Another language has other plural forms than the English one, and the same stems.
    const made = createTranslate(locale, { ...english, ...pages } as unknown as Texts);
    translators.set(pages, made);
    return made;
  };
}
