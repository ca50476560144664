import { DISPUTE_REASONS, DISPUTE_WISHES } from '@stm-chat/protocol';
import { expect, test } from 'vitest';
import {
  type Outcome,
  outcomeText,
  parseAgreement,
  parseOutcome,
  reasonKey,
  reasonsFor,
  wishesFor,
  wishKey,
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
    for (const key of reasonsFor(role)) expect(reasonKey(DISPUTE_REASONS[key])).toBe(key);
    for (const key of wishesFor(role)) expect(wishKey(DISPUTE_WISHES[key])).toBe(key);
  }
  expect(reasonKey('toString')).toBeUndefined();
  expect(
    [...Object.values(DISPUTE_REASONS), ...Object.values(DISPUTE_WISHES)].every((text) => text.length <= 200),
  ).toBe(true);
});

test.each([
  ['refund of 25 %', { refund_percent: 25 }],
  ['refund of 49.90 EUR, on 2026-12-01', { refund_amount: '49.90', currency: 'EUR', date: '2026-12-01' }],
  [
    'refund of 25 %, the work is done again, on 2026-12-01, with a new post, on my cost',
    { refund_percent: 25, redo: true, date: '2026-12-01', text: 'with a new post, on my cost' },
  ],
  ['the work is done again and again', { text: 'the work is done again and again' }],
  ['We shake hands', { text: 'We shake hands' }],
])('the agreement "%s" is known again', (line, terms) => expect(parseAgreement(line)).toEqual(terms));
