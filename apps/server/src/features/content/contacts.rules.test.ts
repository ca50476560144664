import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findContacts, MASK, maskContacts } from './contacts.rules.js';
import { measureCorpus, readCorpus } from './corpus/measure-corpus.js';

describe('[SF2] contact details', () => {
  it.each([
    ['tuned', 0.98, 0.98],
    ['held-out', 0.95, 0.95],
  ] as const)('of the corpus “%s” are found, and little else is taken for one', (name, recall, precision) => {
    const lines = readCorpus(name);
    const measured = measureCorpus(lines);
    expect(measured.contacts).toBeGreaterThan(70);
    expect(new Set(lines.map(({ language }) => language))).toEqual(new Set(['en', 'es', 'ar', 'ur']));
    const { faults } = measured;
    expect({ faults, enough: measured.recall >= recall && measured.precision >= precision }).toMatchObject({
      enough: true,
    });
  });

  it('finds telephone numbers however their digits are grouped', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 12 });
    const separator = fc.constantFrom('', ' ', '-', ' - ', '  ');
    fc.assert(
      fc.property(digits, separator, fc.integer({ min: 2, max: 4 }), (number, between, size) => {
        const groups = number.join('').match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
        // Round numbers in a row are taken for sizes, on purpose; so is what may be a date.
        fc.pre(
          !groups.every((group) => group.endsWith('0')) && !/^(?:19|20)|^\d{1,2}-\d{1,2}-/.test(groups.join(between)),
        );
        const text = `My number is +${groups.join(between)}`;
        expect(findContacts(text)).toEqual([{ kind: 'phone', start: 13, end: text.length }]);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('takes no price for a telephone number', () => {
    const amount = fc.integer({ min: 1, max: 99_999_999 });
    const form = fc.constantFrom('en', 'de');
    const currency = fc.constantFrom('€', 'EUR', 'USD', 'pesos');
    fc.assert(
      fc.property(amount, form, currency, (value, locale, unit) => {
        expect(findContacts(`It costs ${value.toLocaleString(locale)} ${unit}`)).toEqual([]);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('masks each alike, and says where', () => {
    const masked = maskContacts('👍 Call 612 345 678 or mail ana@example.com.');
    expect(masked?.text).toBe(`👍 Call ${MASK} or mail ${MASK}.`);
    expect(masked?.masked.map(({ kind, start, length }) => [kind, masked.text.slice(start, start + length)])).toEqual([
      ['phone', MASK],
      ['email', MASK],
    ]);
    expect(maskContacts('Nothing here, 12 screws 4x40')).toBeNull();
    expect(maskContacts(masked?.text ?? '')).toBeNull();
  });

  it('takes no time for whatever is written', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('1', ' ', '-', '.', '@', 'a', 'one ', 'dot ', 'o', '(', '/', '٣'),
          maxLength: 4000,
        }),
        (text) => {
          const started = performance.now();
          findContacts(text);
          expect(performance.now() - started).toBeLessThan(500);
        },
      ),
      { seed: 7, numRuns: 60 },
    );
    for (const part of ['1', '1 ', 'a.', 'a@', 'one ', '1-', 'a dot ', 'o1', '(1', '@a ', 'a-', '1/1/']) {
      const started = performance.now();
      findContacts(part.repeat(4000 / part.length));
      expect({ part, quick: performance.now() - started < 500 }).toEqual({ part, quick: true });
    }
  });
});
