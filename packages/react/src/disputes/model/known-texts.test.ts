import { expect, test } from 'vitest';
import {
  type Outcome,
  outcomeText,
  parseOutcome,
  reasonKey,
  REASONS,
  reasonsFor,
  wishesFor,
  wishKey,
  WISHES,
} from './known-texts.js';

const outcomes: Outcome[] = [
  { kind: 'full_refund' },
  { kind: 'no_refund' },
  { kind: 'redo' },
  { kind: 'payment' },
  { kind: 'percent', percent: 37.5 },
  { kind: 'amount', amount: '49.90', currency: 'EUR' },
  { kind: 'own', text: 'Both share the cost of the new post' },
];

test.each(outcomes)('the outcome $kind is known again from its text', (outcome) => {
  expect(parseOutcome(outcomeText(outcome))).toEqual(outcome);
});

test('words that only resemble an outcome stay words', () => {
  for (const text of ['Refund of 50%', 'full refund', 'Refund of 5 EUR and flowers', 'Refund of lots %'])
    expect(parseOutcome(text)).toEqual({ kind: 'own', text });
});

test('what the lists offer is known again, and fits the wire', () => {
  for (const role of ['customer', 'provider'] as const) {
    for (const key of reasonsFor(role)) expect(reasonKey(REASONS[key])).toBe(key);
    for (const key of wishesFor(role)) expect(wishKey(WISHES[key])).toBe(key);
  }
  expect(reasonKey('toString')).toBeUndefined();
  expect([...Object.values(REASONS), ...Object.values(WISHES)].every((text) => text.length <= 200)).toBe(true);
});
