import { Parser } from 'htmlparser2';

/** What a page says of itself. */
export interface PageFacts {
  readonly title: string;
  readonly description: string | null;
}

const TITLE_MAX = 200;
const DESCRIPTION_MAX = 300;
/** No page needs so much of a title; what is longer is not collected any further. */
const RAW_MAX = 5000;
/** Where the facts of a page end. */
const BODY = new Set(['body']);

/**
 * Reads the head of a page: Open Graph first, then Twitter's names, then what pages have always had. What comes out is
 * text of bounded length; nothing of a page is ever shown as markup. Null: it says nothing of itself.
 */
export function readPage(html: string): PageFacts | null {
  const meta = new Map<string, string>();
  let title = '';
  let inTitle = false;
  let titles = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'title') inTitle = ++titles === 1;
      if (name === 'meta') {
        const key = (attributes['property'] ?? attributes['name'] ?? '').trim().toLowerCase();
        const content = attributes['content'];
        if (key !== '' && content !== undefined && !meta.has(key)) meta.set(key, content.slice(0, RAW_MAX));
      }
      if (BODY.has(name)) parser.pause();
    },
    ontext(text) {
      if (inTitle && title.length < RAW_MAX) title += text.slice(0, RAW_MAX);
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false;
    },
  });
  parser.write(html);
  const first = (...texts: readonly (string | undefined)[]) =>
    texts.map((text) => line(text ?? '')).find((text) => text !== '') ?? '';
  const heading = first(meta.get('og:title'), meta.get('twitter:title'), title);
  if (heading === '') return null;
  const description = first(meta.get('og:description'), meta.get('twitter:description'), meta.get('description'));
  return {
    title: cut(heading, TITLE_MAX),
    description: description === '' || description === heading ? null : cut(description, DESCRIPTION_MAX),
  };
}

/** One line: without control characters, without what turns the reading direction or is not seen, without half a letter. */
function line(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/gu, '')
    .replaceAll(/(\p{M}{3})\p{M}+/gu, '$1')
    .trim();
}

function cut(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

const META_CHARSET = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})/i;

/** The text of a page, in the encoding that it says it has; UTF-8 where that is none. */
export function decodePage(body: Uint8Array, contentType: string): string {
  const head = new TextDecoder('latin1').decode(body.subarray(0, 4096));
  const named = /charset\s*=\s*"?\s*([\w-]{2,40})/i.exec(contentType)?.[1] ?? META_CHARSET.exec(head)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named).decode(body);
  } catch {
    // An encoding that nobody knows.
    return new TextDecoder().decode(body);
  }
}
