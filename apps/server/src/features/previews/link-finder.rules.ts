/** A link of a message that may be looked at. */
export interface FoundLink {
  /** As it stands in the text. */
  readonly written: string;
  /** Where it leads. */
  readonly url: string;
}

const CANDIDATE = /(?<![\p{L}\p{N}@.])(?:https?:\/\/|www\.)[^\s<>"']+/giu;
/** Closing punctuation is the sentence's, unless its opening partner is inside the link. */
const TRAILING = /[.,:;!?…،؟۔'"»”’*_~)\]}]$/u;
const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Characters that turn the reading direction or vanish: such a link is not what it looks like. */
const DECEPTIVE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
const URL_MAX = 2000;
/** Below this, ports belong to services that are no web, which may take a request for something else. */
const FIRST_FREE_PORT = 1024;

/** The first link of a text that a preview may be made of; undefined where there is none. */
export function firstLink(text: string): FoundLink | undefined {
  for (const [candidate] of text.matchAll(CANDIDATE)) {
    const written = trimEnd(candidate);
    const url = addressOf(written);
    if (url !== null) return { written, url };
  }
  return undefined;
}

function trimEnd(candidate: string): string {
  let text = candidate;
  while (TRAILING.test(text)) {
    const opening = OPENING[text.at(-1) ?? ''];
    if (opening !== undefined && count(text, opening) >= count(text, text.at(-1) ?? '')) return text;
    text = text.slice(0, -1);
  }
  return text;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** The address to ask, without the part that is for browsers alone; null when it is not to be asked. */
function addressOf(written: string): string | null {
  const address = /^www\./i.test(written) ? `https://${written}` : written;
  if (DECEPTIVE.test(written) || !URL.canParse(address)) return null;
  const url = new URL(address);
  const port = url.port === '' ? null : Number(url.port);
  if (url.username !== '' || url.password !== '' || (port !== null && port < FIRST_FREE_PORT)) return null;
  if (!url.hostname.includes('.') && !url.hostname.startsWith('[')) return null;
  url.hash = '';
  return url.href.length > URL_MAX ? null : url.href;
}
