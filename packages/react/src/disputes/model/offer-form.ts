import type { OfferInput } from '@stm-chat/client/disputes';
import type { Job } from '@stm-chat/protocol';

/** What the form of an offer holds, as it was typed. */
export interface OfferForm {
  readonly refund: 'none' | 'percent' | 'amount';
  readonly percent: string;
  readonly amount: string;
  readonly currency: string;
  readonly redo: boolean;
  readonly date: string;
  readonly text: string;
}

export type OfferProblem = 'need' | 'need_percent' | 'need_amount';

export function emptyOffer(job: Job | null): OfferForm {
  const currency = job?.currency !== undefined && /^[A-Z]{3}$/.test(job.currency) ? job.currency : '';
  return { refund: 'none', percent: '', amount: '', currency, redo: false, date: '', text: '' };
}

/** A form with the `client_id` of the offer that it means: trying again makes it once, whatever came of the first try. */
export interface OfferDraft {
  readonly form: OfferForm;
  readonly clientId: string;
}

/** Another offer has another `client_id`. */
export function changeOffer(draft: OfferDraft, changes: Partial<OfferForm>, nextId: string): OfferDraft {
  const form = { ...draft.form, ...changes };
  const same = (Object.keys(form) as (keyof OfferForm)[]).every((key) => form[key] === draft.form[key]);
  return same ? draft : { form, clientId: nextId };
}

/** The offer that the form means, or what is wrong with it. */
export function readOffer(form: OfferForm): OfferInput | OfferProblem {
  const refund = readRefund(form);
  if (typeof refund === 'string') return refund;
  const text = form.text.trim();
  const given = refund !== null || form.redo || text !== '';
  if (!given) return 'need';
  return {
    ...refund,
    ...(form.redo ? { redo: true } : {}),
    ...(form.date === '' ? {} : { date: form.date }),
    ...(text === '' ? {} : { text }),
  };
}

function readRefund(form: OfferForm): OfferInput | OfferProblem | null {
  switch (form.refund) {
    case 'none':
      return null;
    case 'percent': {
      const percent = readNumber(form.percent);
      const fits = /^\d{1,3}(?:\.\d{1,2})?$/.test(percent) && Number(percent) <= 100;
      return fits ? { refund_percent: Number(percent) } : 'need_percent';
    }
    case 'amount': {
      const amount = readNumber(form.amount).replace(/^0+(?=\d)/, '');
      const currency = form.currency.trim().toUpperCase();
      if (!/^\d{1,12}(?:\.\d{1,3})?$/.test(amount) || !/^[A-Z]{3}$/.test(currency)) return 'need_amount';
      return { refund_amount: amount, currency };
    }
  }
}

/** A number as people type it: with a comma or a point, in Arabic or Persian digits. */
export function readNumber(text: string): string {
  return text
    .trim()
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[,٫]/, '.');
}
