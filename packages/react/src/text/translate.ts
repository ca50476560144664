/**
 * A small translator over flat catalogues in i18next's JSON format (v4): `{{name}}` for values, `_one`, `_other` and the
 * other CLDR categories for plurals. The catalogues can therefore move to i18next without being touched.
 */
export type Catalogue = Readonly<Record<string, string>>;

type PluralSuffix = '_zero' | '_one' | '_two' | '_few' | '_many' | '_other';

/** The keys of a catalogue, plural forms counted once and without their suffix. */
export type TextKey<C extends Catalogue> = keyof C extends infer Key
  ? Key extends `${infer Stem}${PluralSuffix}`
    ? Stem
    : Key & string
  : never;

/** Values for the placeholders; `count` also picks the plural form. Numbers are written the way the language does. */
export type TextValues = Readonly<Record<string, string | number>>;

export type Translate<C extends Catalogue> = (key: TextKey<C>, values?: TextValues) => string;

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

/**
 * @param locale BCP 47 tag: picks plural rules and number format.
 * @returns a function that answers the key itself when the catalogue has no text for it, so that a gap is seen.
 */
export function createTranslate<C extends Catalogue>(locale: string, catalogue: C): Translate<C> {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const texts: Catalogue = catalogue;

  return (key, values) => {
    const count = values?.['count'];
    const text =
      (typeof count === 'number' ? (texts[`${key}_${plurals.select(count)}`] ?? texts[`${key}_other`]) : undefined) ??
      texts[key] ??
      key;
    if (values === undefined) return text;
    return text.replace(PLACEHOLDER, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  };
}
