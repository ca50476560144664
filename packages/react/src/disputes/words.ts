import { ChatError } from '@stm-chat/client';
import type { ChatSummary, Dispute, Job, OfferTerms } from '@stm-chat/protocol';
import type { Formats } from '../text/formats.js';
import { daysAgo } from '../text/formats.js';
import { knownName } from '../model/people.js';
import { parseAgreement, parseOutcome, reasonKey, wishKey } from './model/known-texts.js';
import { timeLeft, type TimePart } from './model/time-left.js';
import type { DisputeTranslate } from './texts.js';

/** What is needed to say something about disputes in one language. */
export interface DisputeWords {
  readonly t: DisputeTranslate;
  readonly formats: Formats;
}

/** "3 hours, 5 minutes", "less than a minute" */
export function durationText(parts: readonly TimePart[], { t, formats }: DisputeWords): string {
  if (parts.length === 0) return t('time.under_minute');
  const units = parts.map(({ unit, value }) =>
    new Intl.NumberFormat(formats.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value),
  );
  return new Intl.ListFormat(formats.locale, { type: 'unit' }).format(units);
}

/** "3 hours left", "20 minutes over" */
export function countdownText(deadline: string, now: number, words: DisputeWords): string {
  const { parts, over } = timeLeft(deadline, now);
  return words.t(over ? 'time.over' : 'time.left', { time: durationText(parts, words) });
}

/** "today", "tomorrow", "Fri 6 March": for the middle of a sentence, in the viewer's zone. */
export function dayText(iso: string, now: number, { formats }: DisputeWords): string {
  const days = -daysAgo(iso, now);
  if (Math.abs(days) <= 1) return new Intl.RelativeTimeFormat(formats.locale, { numeric: 'auto' }).format(days, 'day');
  const sameYear = new Date(iso).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(formats.locale, {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? { weekday: 'short' } : { year: 'numeric' }),
  }).format(new Date(iso));
}

/** "by tomorrow, 14:05" */
export function byText(iso: string, now: number, words: DisputeWords): string {
  return words.t('time.by', { day: dayText(iso, now, words), time: words.formats.time(iso) });
}

/** "tomorrow 14:05" */
export function momentText(iso: string, now: number, words: DisputeWords): string {
  return `${dayText(iso, now, words)} ${words.formats.time(iso)}`;
}

export function reasonText(reason: string, { t }: DisputeWords): string {
  const key = reasonKey(reason);
  return key === undefined ? reason : t(`reason.${key}`);
}

export function wishText(wish: string, { t }: DisputeWords): string {
  const key = wishKey(wish);
  return key === undefined ? wish : t(`wish.${key}`);
}

export function percentText(percent: number, { formats }: DisputeWords): string {
  return new Intl.NumberFormat(formats.locale, { style: 'percent', maximumFractionDigits: 2 }).format(percent / 100);
}

/** An outcome in the reader's language; an agreement's is the text of the offer, and stays as it was written. */
export function outcomeWords(text: string, words: DisputeWords): string {
  const outcome = parseOutcome(text);
  switch (outcome.kind) {
    case 'own':
      return outcome.text;
    case 'percent':
      return words.t('outcome.percent', { percent: percentText(outcome.percent, words) });
    case 'amount':
      return words.t('outcome.amount', { amount: words.formats.money(Number(outcome.amount), outcome.currency) });
    default:
      return words.t(`outcome.${outcome.kind}`);
  }
}

/** What both agreed upon, in the reader's language. */
export function agreementWords(text: string, job: Job | null, words: DisputeWords): string {
  return termsInLine(parseAgreement(text), job, words);
}

/** How a dispute ended, in words; empty while it runs, and when it was withdrawn. */
export function outcomeOf(dispute: Dispute, words: DisputeWords): string {
  if (dispute.resolution === 'agreement' && dispute.offer !== null)
    return termsInLine(dispute.offer.terms, dispute.job, words);
  if (dispute.outcome === null) return '';
  return dispute.resolution === 'agreement'
    ? agreementWords(dispute.outcome, dispute.job, words)
    : outcomeWords(dispute.outcome, words);
}

/** Each term of an offer as a line of its own; what somebody wrote stays as it was written. */
export function termLines(terms: OfferTerms, job: Job | null, words: DisputeWords): string[] {
  const { t, formats } = words;
  const lines: string[] = [];
  if (terms.refund_percent !== undefined) {
    const percent = percentText(terms.refund_percent, words);
    const amount = percentOfPrice(terms.refund_percent, job);
    lines.push(
      amount === null
        ? t('offer.term_percent', { percent })
        : t('offer.term_percent_amount', { percent, amount: formats.money(amount, job?.currency) }),
    );
  }
  if (terms.refund_amount !== undefined)
    lines.push(t('offer.term_amount', { amount: formats.money(Number(terms.refund_amount), terms.currency) }));
  const date = terms.date === undefined ? undefined : formats.dateText(terms.date);
  if (terms.redo === true) lines.push(date === undefined ? t('offer.term_redo') : t('offer.term_redo_date', { date }));
  else if (date !== undefined) lines.push(t('offer.term_date', { date }));
  if (terms.text !== undefined && terms.text !== '') lines.push(terms.text);
  return lines;
}

/**
 * All terms of an offer in one line. What somebody wrote is isolated (U+2068, U+2069): words from left to right in a list
 * from right to left, or the other way round, would else draw the list's own words and stops to their side.
 */
export function termsInLine(terms: OfferTerms, job: Job | null, words: DisputeWords): string {
  const text = terms.text === undefined || terms.text === '' ? {} : { text: `\u2068${terms.text}\u2069` };
  return words.formats.list(termLines({ ...terms, ...text }, job, words));
}

/** What so many per cent of the price are, to the cent; null where the price is no number. */
export function percentOfPrice(percent: number, job: Job | null): number | null {
  return typeof job?.price === 'number' ? Math.round(job.price * percent) / 100 : null;
}

/** The name of somebody who is or was in the chat; else of the role. */
export function partyName(
  summary: ChatSummary | undefined,
  userId: number | null,
  role: 'customer' | 'provider' | 'lsm',
  { t }: DisputeWords,
): string {
  return (userId === null ? undefined : knownName(summary, userId)) ?? t(`system.the_${role}`);
}

/** Why something was refused, in a sentence. */
export function failureText(error: unknown, { t }: DisputeWords): string {
  const code = error instanceof ChatError ? error.code : 'other';
  switch (code) {
    case 'conflict':
    case 'forbidden':
    case 'not_found':
    case 'invalid_payload':
    case 'rate_limited':
    case 'unavailable':
      return t('failure.text', { reason: t(`failure.${code}`) });
    default:
      return t('failure.text', { reason: t('failure.other') });
  }
}
