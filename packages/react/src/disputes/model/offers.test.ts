import type { Offer } from '@stm-chat/protocol';
import { describe, expect, test } from 'vitest';
import { uuid } from '../../testing/fixtures.js';
import { changeOffer, emptyOffer, type OfferDraft, type OfferForm, readNumber, readOffer } from './offer-form.js';
import { awaitedBy, canAnswer, wouldSettle } from './offer-state.js';

const offer: Offer = {
  id: uuid(900),
  by: 2,
  by_role: 'provider',
  status: 'open',
  terms: { redo: true },
  accepted_by: ['provider'],
  created_at: '2026-03-04T09:00:00.000Z',
};

describe('who can answer an offer', () => {
  test('the party that has not, while the dispute runs', () => {
    expect(canAnswer(offer, 'customer', 'disputed')).toBe(true);
    expect(canAnswer(offer, 'provider', 'disputed')).toBe(false);
    expect(canAnswer(offer, 'lsm', 'disputed')).toBe(false);
    expect(canAnswer(offer, 'customer', 'open')).toBe(false);
    expect(canAnswer({ ...offer, status: 'superseded' }, 'customer', 'disputed')).toBe(false);
  });

  test('the last yes settles; that of one of two does not', () => {
    expect(wouldSettle(offer, 'customer')).toBe(true);
    const ofLsm: Offer = { ...offer, by: 4, by_role: 'lsm', accepted_by: [] };
    expect(awaitedBy(ofLsm)).toEqual(['customer', 'provider']);
    expect(wouldSettle(ofLsm, 'customer')).toBe(false);
    expect(wouldSettle({ ...ofLsm, accepted_by: ['provider'] }, 'customer')).toBe(true);
  });
});

describe('the form of an offer', () => {
  const read = (changes: Partial<OfferForm>) => readOffer({ ...emptyOffer({ currency: 'PKR' }), ...changes });
  test('knows the currency of the job, unless it is none', () => {
    expect(emptyOffer({ currency: 'PKR' }).currency).toBe('PKR');
    expect(emptyOffer({ currency: 'points' }).currency).toBe('');
  });
  test.each<[Partial<OfferForm>, ReturnType<typeof readOffer>]>([
    [{}, 'need'],
    [{ date: '2026-03-09' }, 'need'],
    [{ text: '  ' }, 'need'],
    [{ refund: 'percent', percent: '' }, 'need_percent'],
    [{ refund: 'percent', percent: '101' }, 'need_percent'],
    [{ refund: 'percent', percent: 'half' }, 'need_percent'],
    [{ refund: 'percent', percent: '1e2' }, 'need_percent'],
    [{ refund: 'percent', percent: '33.333' }, 'need_percent'],
    [{ refund: 'percent', percent: '-1' }, 'need_percent'],
    [
      { refund: 'amount', amount: '007.50' },
      { refund_amount: '7.50', currency: 'PKR' },
    ],
    [{ refund: 'percent', percent: '12,5' }, { refund_percent: 12.5 }],
    [{ refund: 'percent', percent: '٥٠' }, { refund_percent: 50 }],
    [
      { refund: 'amount', amount: '49,90', currency: 'eur' },
      { refund_amount: '49.90', currency: 'EUR' },
    ],
    [
      { refund: 'amount', amount: '5000' },
      { refund_amount: '5000', currency: 'PKR' },
    ],
    [{ refund: 'amount', amount: '1.000,50' }, 'need_amount'],
    [{ refund: 'amount', amount: '5', currency: '' }, 'need_amount'],
    [
      { redo: true, date: '2026-03-09', text: ' with a new post ' },
      { redo: true, date: '2026-03-09', text: 'with a new post' },
    ],
  ])('%o', (form, result) => expect(read(form)).toEqual(result));
});

test('digits of other scripts are digits', () => expect(readNumber(' ۱۲٫۵ ')).toBe('12.5'));

test('an offer keeps its client_id while it is tried again, and has another one when it is changed', () => {
  const draft: OfferDraft = { form: { ...emptyOffer(null), text: 'Sorry' }, clientId: 'first' };
  expect(changeOffer(draft, { text: 'Sorry' }, 'second').clientId).toBe('first');
  const changed = changeOffer(draft, { text: 'So sorry' }, 'second');
  expect(changed).toEqual({ form: { ...draft.form, text: 'So sorry' }, clientId: 'second' });
  expect(changeOffer(changed, { redo: true }, 'third').clientId).toBe('third');
});
