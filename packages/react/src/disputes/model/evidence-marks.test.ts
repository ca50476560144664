import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvidence, withEvidence } from './evidence-marks.js';

test('words and marked messages come back as they went in, in the order of the chat', () => {
  const details = withEvidence('He promised it.\nTwice.', [
    { seq: 12, text: 'Payment after\nthe work' },
    { seq: 3, text: '240 € for everything' },
  ]);
  expect(details).toBe('He promised it.\nTwice.\n\n#3: 240 € for everything\n#12: Payment after the work');
  expect(readEvidence(details)).toEqual({
    words: 'He promised it.\nTwice.',
    marks: [
      { seq: 3, text: '240 € for everything' },
      { seq: 12, text: 'Payment after the work' },
    ],
  });
});

test('without words, or without marks', () => {
  expect(withEvidence('', [{ seq: 1, text: '' }])).toBe('#1: ');
  expect(readEvidence('#1: x')).toEqual({ words: '', marks: [{ seq: 1, text: 'x' }] });
  expect(readEvidence('only words, # 1: and signs')).toEqual({ words: 'only words, # 1: and signs', marks: [] });
});

test('long messages are shortened by whole characters', () => {
  const [mark] = readEvidence(withEvidence('w', [{ seq: 1, text: '🧱'.repeat(200) }])).marks;
  expect(mark?.text).toBe(`${'🧱'.repeat(79)}…`);
});

test('whatever is written and marked, the marks are found', () => {
  const marks = fc.uniqueArray(fc.record({ seq: fc.integer({ min: 1, max: 1e6 }), text: fc.string() }), {
    selector: ({ seq }) => seq,
    minLength: 1,
  });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), marks, (words, chosen) => {
      const found = readEvidence(withEvidence(words.replaceAll('#', ''), chosen)).marks;
      expect(found.map(({ seq }) => seq)).toEqual(chosen.map(({ seq }) => seq).sort((a, b) => a - b));
    }),
  );
});
