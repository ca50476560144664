import { describe, expect, it } from 'vitest';
import { EVIDENCE_LANGUAGES, EVIDENCE_WORDS_FILE, evidenceLanguage, evidenceWords } from './evidence-language.rules.js';

describe('the language of the pages of evidence', () => {
  it.each([
    ['ur', 'es', 'ur'],
    ['AR-EG', undefined, 'ar'],
    [null, 'fr, es;q=0.8, ar;q=0.9', 'ar'],
    [null, 'fr-FR, ur-PK;q=0.7', 'ur'],
    [null, 'es;q=0, en;q=0.1', 'en'],
    [null, 'fr', 'en'],
    [null, undefined, 'en'],
    [null, ';;q=x,,', 'en'],
  ])('asked for %s, with Accept-Language %s it is %s', (asked, accepted, language) => {
    expect(evidenceLanguage(asked, accepted)).toBe(language);
  });

  it('refuses one that there is not', () => {
    for (const asked of ['fr', '', 'toString']) expect(() => evidenceLanguage(asked, 'es')).toThrow(/lang/);
  });

  it('has every text with its parameters in all four', () => {
    const words = JSON.parse(EVIDENCE_WORDS_FILE);
    expect(Object.keys(words)).toEqual([...EVIDENCE_LANGUAGES]);
    const shape = ({ fields, ...texts }: Record<string, string> & { fields: object }) => [
      Object.keys(fields),
      Object.entries(texts).map(([key, text]) => [key, (text.match(/\{\w+\}/g) ?? []).sort()]),
    ];
    for (const language of EVIDENCE_LANGUAGES) expect(shape(words[language])).toEqual(shape(words.en));
  });

  it('says what it has no text for as it stands', () => {
    const { say, field } = evidenceWords('ar');
    expect([say('some_thing'), field('some_thing'), field('toString'), field('fields')]).toEqual([
      'some thing',
      'some thing',
      'toString',
      'fields',
    ]);
  });
});
