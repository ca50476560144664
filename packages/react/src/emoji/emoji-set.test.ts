import { describe, expect, test } from 'vitest';
import { isFewEmoji } from '../model/text-length.js';
import { inTone, searchEmoji } from './emoji-set.js';
import { loadEmoji } from './load-emoji.js';

describe('the emoji that come with the package', () => {
  test('are emoji, each once, with a name and search words in every language', async () => {
    const [en, ...others] = await Promise.all(['en', 'es', 'ur', 'ar'].map(loadEmoji));
    expect(en?.length).toBeGreaterThan(1800);
    expect(new Set(en?.map(({ emoji }) => emoji)).size).toBe(en?.length);
    // Flags of parts of countries are long sequences, which are not shown large.
    const unknown = en?.filter(
      ({ emoji, group }) => group !== 9 && !isFewEmoji(emoji) && !/[#*0-9]\uFE0F?\u20E3/u.test(emoji),
    );
    expect(unknown).toEqual([]);
    for (const language of others) {
      expect(language.map(({ emoji }) => emoji)).toEqual(en?.map(({ emoji }) => emoji));
      expect(language.filter(({ name }) => name === '')).toEqual([]);
      const translated = language.filter(({ name }, at) => name !== en?.[at]?.name);
      expect(translated.length).toBeGreaterThan(1400);
    }
  });

  test('have five skin tones or none, also where several people hold hands', async () => {
    const all = await loadEmoji('en');
    expect(new Set(all.map(({ tones }) => tones.length))).toEqual(new Set([0, 5]));
    const byCode = (code: string) => all.find(({ codes }) => codes.includes(code)) ?? all[0]!;
    expect(inTone(byCode('thumbsup'), 3)).toBe('👍🏽');
    expect(inTone(byCode('thumbsup'), 0)).toBe('👍');
    expect(inTone(byCode('people_holding_hands'), 5)).toBe('🧑🏿‍🤝‍🧑🏿');
    expect(inTone(byCode('tada'), 3)).toBe('🎉');
  });

  test('an unknown language has English names', async () => {
    expect((await loadEmoji('tlh'))[0]?.name).toBe('grinning face');
  });
});

test.each([
  ['en', 'smile', '😄'],
  ['en', 'smi', '😄'],
  ['en', 'THUMB', '👍'],
  ['en', 'tada', '🎉'],
  ['es', 'corazón', '💌'],
  ['ur', 'دل', '😍'],
  ['ar', 'قلب', '💌'],
  ['ar', 'smile', '😄'],
])('in %s, %s finds it', async (language, query, emoji) => {
  const found = searchEmoji(await loadEmoji(language), query, 8).map((entry) => entry.emoji);
  expect(found).toContain(emoji);
  if (query.length === 5 || query === 'smi') expect(found[0]).toBe(emoji);
});

test('what fits nothing finds nothing', async () => {
  expect(searchEmoji(await loadEmoji('en'), 'qqqq', 8)).toEqual([]);
});
