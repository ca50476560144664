import { DISPUTE_OUTCOMES, DISPUTE_REASONS, DISPUTE_WISHES, type OfferTerms } from '@stm-chat/protocol';

export type ReasonKey = keyof typeof DISPUTE_REASONS;

const REASONS_OF: Record<'customer' | 'provider', readonly ReasonKey[]> = {
  customer: [
    'not_done',
    'partly_done',
    'badly_done',
    'not_as_agreed',
    'too_late',
    'price',
    'damage',
    'no_show',
    'conduct',
  ],
  provider: ['not_paid', 'extra_work', 'no_access', 'cancelled', 'price', 'conduct'],
};

/** What the dialog offers to a party; own words come on top. */
export function reasonsFor(role: 'customer' | 'provider'): readonly ReasonKey[] {
  return REASONS_OF[role];
}

export type WishKey = keyof typeof DISPUTE_WISHES;

const WISHES_OF: Record<'customer' | 'provider', readonly WishKey[]> = {
  customer: ['full_refund', 'part_refund', 'redo', 'repair', 'cancel'],
  provider: ['payment', 'cancel', 'redo'],
};

export function wishesFor(role: 'customer' | 'provider'): readonly WishKey[] {
  return WISHES_OF[role];
}

/** How an LSM decides. `percent` and `amount` carry a number. */
export type Outcome =
  | { readonly kind: 'full_refund' | 'no_refund' | 'redo' | 'payment' }
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'amount'; readonly amount: string; readonly currency: string }
  | { readonly kind: 'own'; readonly text: string };

/** The text under which an outcome is stored. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'percent':
      return `Refund of ${outcome.percent} %`;
    case 'amount':
      return `Refund of ${outcome.amount} ${outcome.currency}`;
    case 'own':
      return outcome.text;
    default:
      return DISPUTE_OUTCOMES[outcome.kind];
  }
}

/** The outcome that a stored text means. */
export function parseOutcome(text: string): Outcome {
  const plain = keyOf(DISPUTE_OUTCOMES, text);
  if (plain !== undefined) return { kind: plain };
  const percent = /^Refund of (\d{1,3}(?:\.\d+)?) %$/.exec(text)?.[1];
  if (percent !== undefined) return { kind: 'percent', percent: Number(percent) };
  const [, amount, currency] = /^Refund of (\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(text) ?? [];
  if (amount !== undefined && currency !== undefined) return { kind: 'amount', amount, currency };
  return { kind: 'own', text };
}

/**
 * The terms of an agreement, from the line under which the server keeps it: each known term once, in its order, then
 * whatever the parties wrote themselves.
 */
export function parseAgreement(line: string): OfferTerms {
  let rest = line;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const found = new RegExp(`^(?:${pattern.source})(?:, |$)`).exec(rest);
    if (found !== null) rest = rest.slice(found[0].length);
    return found;
  };
  const percent = take(/refund of (\d{1,3}(?:\.\d+)?) %/)?.[1];
  const amount = take(/refund of (\d+(?:\.\d+)?) ([A-Z]{3})/);
  const redo = take(/the work is done again/) !== null;
  const date = take(/on (\d{4}-\d{2}-\d{2})/)?.[1];
  return {
    ...(percent === undefined ? {} : { refund_percent: Number(percent) }),
    ...(amount?.[1] === undefined
      ? {}
      : { refund_amount: amount[1], ...(amount[2] === undefined ? {} : { currency: amount[2] }) }),
    ...(redo ? { redo } : {}),
    ...(date === undefined ? {} : { date }),
    ...(rest === '' ? {} : { text: rest }),
  };
}

export function reasonKey(text: string): ReasonKey | undefined {
  return keyOf(DISPUTE_REASONS, text);
}

export function wishKey(text: string): WishKey | undefined {
  return keyOf(DISPUTE_WISHES, text);
}

function keyOf<Key extends string>(texts: Readonly<Record<Key, string>>, text: string): Key | undefined {
  return (Object.keys(texts) as Key[]).find((key) => texts[key] === text);
}
