export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** Candidates: a scheme that we link, `www.`, or an e-mail address. Whatever else looks like a link stays text. */
const CANDIDATE =
  /\b(?:https?:\/\/|mailto:|tel:|www\.)[^\s<>"']+|[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*\.\p{L}{2,24}/giu;

/** Closing punctuation is the sentence's, unless its opening partner is inside the link. */
const TRAILING = /[.,:;!?…،؟۔'"»”’*_~]$/u;
const PARTNERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Characters that turn the reading direction or vanish: a link with one of them may not be what it looks like. */
const DECEPTIVE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/u;

/**
 * Splits a message into text and links. Only http, https, mailto and tel become links; an address with a user name
 * before the host (`https://bank.com@evil.org`) or with invisible characters does not. Joined, the parts are the text.
 */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const shown = trimEnd(match[0]);
    const href = hrefOf(shown);
    if (href === null) continue;
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push({ kind: 'link', text: shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

function trimEnd(candidate: string): string {
  let text = candidate;
  for (;;) {
    const last = text.at(-1) ?? '';
    const opening = PARTNERS[last];
    const unbalanced = opening !== undefined && count(text, last) > count(text, opening);
    if (!unbalanced && !TRAILING.test(text)) return text;
    text = text.slice(0, -1);
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** The address to open, or null when it must not be one. */
function hrefOf(shown: string): string | null {
  if (DECEPTIVE.test(shown)) return null;
  if (/^tel:/i.test(shown)) return /^tel:\+?[\d().-]{3,20}$/i.test(shown) ? shown : null;
  if (/^mailto:/i.test(shown)) return /^mailto:[^@?\s]+@[^@?\s]+(?:\?[^\s]*)?$/i.test(shown) ? shown : null;
  if (!/^(?:https?:\/\/|www\.)/i.test(shown)) return `mailto:${shown}`;
  return safeHttpUrl(/^www\./i.test(shown) ? `https://${shown}` : shown);
}

/** The address as it may stand in a link, or null: http or https, and no user name before the host. */
export function safeHttpUrl(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '') return null;
  return url.hostname.includes('.') || url.hostname === 'localhost' || url.hostname.startsWith('[') ? url.href : null;
}
