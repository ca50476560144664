import { findHandles, findLinks, findMails } from './address.rules.js';
import { findPhones } from './phone.rules.js';
import { placed, placeOf, type Span } from './placed-text.js';

export type ContactKind = 'phone' | 'email' | 'link' | 'handle';

export interface Contact extends Span {
  readonly kind: ContactKind;
}

/**
 * Contact details in a text: telephone numbers, addresses of mail and of the web, names in social networks; also spelled
 * out, or disguised, in English, Spanish, Arabic and Urdu. Pure.
 * @returns in their order, not touching each other, in UTF-16 code units
 */
export function findContacts(original: string): Contact[] {
  const folded = placed(original);
  const found: Contact[] = (
    [
      ['email', findMails],
      ['link', findLinks],
      ['handle', findHandles],
      ['phone', findPhones],
    ] as const
  ).flatMap(([kind, find]) => find(folded.text).map((span) => ({ kind, ...placeOf(folded, span) })));
  const kept: Contact[] = [];
  for (const contact of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || contact.start >= last.end) kept.push(contact);
    else if (contact.end > last.end) kept[kept.length - 1] = { ...last, end: contact.end };
  }
  return kept;
}

/** What stands in the place of a contact detail: the same for each, so that its length tells nothing. */
export const MASK = '•••••';

export interface MaskedPart {
  readonly kind: ContactKind;
  /** Within the masked text. */
  readonly start: number;
  readonly length: number;
}

export interface MaskedText {
  readonly text: string;
  readonly masked: MaskedPart[];
  /** Where in the text as it was written something was replaced, and how long that is now. */
  readonly replaced: { readonly start: number; readonly end: number; readonly length: number }[];
}

/** The text with its contact details masked; null when it has none. */
export function maskContacts(text: string): MaskedText | null {
  const contacts = findContacts(text);
  if (contacts.length === 0) return null;
  let result = '';
  let at = 0;
  const masked: MaskedPart[] = [];
  for (const { kind, start, end } of contacts) {
    result += text.slice(at, start);
    masked.push({ kind, start: result.length, length: MASK.length });
    result += MASK;
    at = end;
  }
  const replaced = contacts.map(({ start, end }) => ({ start, end, length: MASK.length }));
  return { text: result + text.slice(at), masked, replaced };
}
