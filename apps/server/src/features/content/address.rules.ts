import type { Span } from './placed-text.js';

/** Endings of names of the web that no ordinary word after a full stop is. */
const TLD =
  'com|net|org|info|biz|app|dev|shop|store|site|online|link|edu|gov|eu|uk|mx|pk|sa|ae|co|io|tv|gg|ly|cat|es|de|fr|it|pt|nl';
/** Of these, words of our languages: only with more before or after them that nobody says. */
const WORDLIKE = 'co|es|de|it|app|link|site|store|shop|online|info';
const PROVIDER = 'gmail|hotmail|yahoo|outlook|icloud|proton(?:mail)?|aol|live';

const AT = String.raw`(?:\s*@\s*|\s*[([{]\s*(?:at|arroba|@)\s*[)\]}]\s*|\s+(?:at|arroba|ات|ايٹ|ايت)\s+)`;
const DOT = String.raw`(?:\.|\s+\.\s+|\s*[([{]\s*(?:dot|punto|\.)\s*[)\]}]\s*|\s+(?:dot|punto|دوت|نقطه|ڈاٹ)\s+)`;
const LABEL = String.raw`[a-z0-9](?:[a-z0-9-]*[a-z0-9])?`;
const LOCAL = String.raw`[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?(?:\s+(?:dot|punto)\s+[a-z0-9]+)*`;
const START = String.raw`(?<![\p{L}\p{N}@._-])`;
const END = String.raw`(?![\p{L}\p{N}])`;

const MAIL = new RegExp(
  `${START}${LOCAL}${AT}${LABEL}(?:${DOT}${LABEL})*${DOT}(?:${TLD}|example)(?:${DOT}(?:${TLD}))?${END}`,
  'gu',
);
/** Any domain, when nothing is disguised. */
const PLAIN_MAIL = /(?<![\p{L}\p{N}@._-])[a-z0-9][a-z0-9._+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/gu;
const PROVIDER_MAIL = new RegExp(
  `${START}[a-z]*[a-z0-9._-]*[0-9._-][a-z0-9._-]*[a-z0-9]?(?:\\s+(?:at|en|arroba))?\\s+(?:${PROVIDER})(?:${DOT}com|\\s+com)?${END}`,
  'gu',
);
/** "my gmail is sarah.m90" */
const NAMED_MAIL = new RegExp(
  String.raw`\b(?:${PROVIDER}|e-?mail)\s*(?:is|es|:|=)\s*([a-z0-9][a-z0-9._-]*[0-9._][a-z0-9._-]*[a-z0-9])(?![\p{L}\p{N}@])`,
  'gdu',
);

const URL_LIKE = /(?<![\p{L}\p{N}@])(?:https?:\/\/|ftp:\/\/)[^\s<>"'«»]+[^\s<>"'«».,;:!?)\]}]/gu;
const WWW = new RegExp(
  String.raw`(?<![\p{L}\p{N}@.])www\s*\.\s*${LABEL}(?:\s*\.\s*${LABEL})*\s*\.\s*[a-z]{2,}(?:/[^\s]*)?`,
  'gu',
);
const SHORT_HOST =
  /(?<![\p{L}\p{N}@.])(?:wa\.me|t\.me|m\.me|fb\.me|bit\.ly|goo\.gl|tinyurl\.com|paypal\.me|linktr\.ee|discord\.gg)\/[^\s,;]+/gu;
const DOMAIN = new RegExp(
  String.raw`(?<![\p{L}\p{N}@._-])(?:${LABEL}\.)+(${TLD})(?:\.(?:${TLD}))?(?![\p{L}\p{N}-])(?:/[^\s,;]*)?`,
  'gdu',
);
const SPOKEN_DOMAIN = new RegExp(
  String.raw`(?<![\p{L}\p{N}@._-])[a-z0-9-]{3,}(?:\s*[([{]\s*(?:dot|punto|\.)\s*[)\]}]\s*|\s+(?:dot|punto|دوت|ڈاٹ)\s+)(?:com|net|org|es|co|io|info)(?![\p{L}\p{N}])`,
  'gu',
);
/** "a dot com company" is none. */
const NO_DOMAIN = /^(?:a|the|un|una|el|dot|some|any)\s/u;

export function findMails(text: string): Span[] {
  const spans = [MAIL, PLAIN_MAIL, PROVIDER_MAIL].flatMap((pattern) => [...text.matchAll(pattern)].map(spanOf));
  return [...spans, ...named(text, NAMED_MAIL)];
}

export function findLinks(text: string): Span[] {
  const spans = [URL_LIKE, WWW, SHORT_HOST].flatMap((pattern) => [...text.matchAll(pattern)].map(spanOf));
  const domains = [...text.matchAll(DOMAIN)].filter((match) => isDomain(match[0], match[1] ?? ''));
  const spoken = [...text.matchAll(SPOKEN_DOMAIN)].filter((match) => !NO_DOMAIN.test(match[0]));
  return [...spans, ...[...domains, ...spoken].map(spanOf)];
}

/** "vale.es lo que" is a missing blank; "pintor-lopez.es", "a.b.es" and "lopez.es/fotos" are none. */
function isDomain(match: string, ending: string): boolean {
  const name = match.split('/')[0] ?? '';
  if (!new RegExp(`^(?:${WORDLIKE})$`, 'u').test(ending)) return name.length > ending.length + 2;
  return match.includes('/') || /[-\d]/.test(name) || name.split('.').length > 2 || name.length - ending.length > 8;
}

/** What follows the name of a network: the name under which somebody is found there. */
const NETWORKS =
  'insta(?:gram)?|ig|telegram|facebook|fb|tik ?tok|snap(?:chat)?|skype|discord|signal|twitter|linkedin|انستقرام|انستا|تيليجرام|تلجرام|فيسبوك|سناب|انسٹاگرام|ٹيليگرام|فيس بك';
const HANDLE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${NETWORKS})(?:\s+(?:me|is|es|as|como|پر|على))?\s*[:=-]?\s*(@[\p{L}\p{N}._-]{3,}|(?:live:)?[a-z0-9]+(?:[._#-][a-z0-9]+)+|[a-z]+\d+[a-z0-9]*|live:[a-z0-9.]+)`,
  'gdu',
);
/** "add sarah#4821 on discord", "@sarah on instagram" */
const HANDLE_BEFORE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(@[a-z0-9._-]{3,}|[a-z0-9._]+#\d{4})\s+(?:on|en|in|at)\s+(?:${NETWORKS})(?![\p{L}\p{N}])`,
  'gdu',
);

export function findHandles(text: string): Span[] {
  return [...named(text, HANDLE), ...named(text, HANDLE_BEFORE)];
}

/** The first group of each match. */
function named(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [start, end] = match.indices?.[1] ?? [];
    return start === undefined || end === undefined
      ? []
      : [{ start, end: end - (/[._-]$/.test(match[1] ?? '') ? 1 : 0) }];
  });
}

function spanOf(match: RegExpMatchArray): Span {
  const start = match.index ?? 0;
  return { start, end: start + match[0].trimEnd().length };
}
