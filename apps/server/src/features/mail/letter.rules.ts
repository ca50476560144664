import { fill, inWords, type MailLanguage, mailWords } from './words/mail-words.js';
import type { MailTexts } from './words/mail-texts.js';

/** One message of a letter. */
export interface LetterMessage {
  readonly name: string;
  readonly role: 'customer' | 'provider' | 'lsm';
  readonly text: string;
  readonly files: number;
  readonly at: Date;
}

/** What a letter is about. */
export type LetterSubject =
  | {
      readonly kind: 'messages';
      /** How many stayed unread. */
      readonly count: number;
      /** Null: nothing of what was written may be shown, nor by whom, nor about what. */
      readonly shown: {
        readonly chat: string;
        /** The latest of them, the oldest first. */
        readonly messages: readonly LetterMessage[];
      } | null;
    }
  | {
      readonly kind: 'news';
      /** Null: only that there is something. */
      readonly shown: { readonly title: string; readonly body: string } | null;
    };

export interface LetterLinks {
  readonly open: string;
  /** Null: it is not about one chat. */
  readonly stopChat: string | null;
  readonly stopAll: string;
}

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const SUBJECT_MAX = 150;
const TEXT_MAX = 600;
const NAME_MAX = 100;

/**
 * Puts a letter into words, as plain text and as HTML that shows nothing from elsewhere: no picture, no font, no script.
 * @param app what this service calls itself
 */
export function writeLetter(
  about: LetterSubject,
  links: LetterLinks,
  reader: { readonly language: MailLanguage; readonly timeZone: string; readonly app: string },
): Letter {
  const words = mailWords(reader.language);
  const parts = partsOf(about, words, reader);
  return {
    subject: oneLine(parts.subject, SUBJECT_MAX),
    text: plain(parts, links, words, reader.app),
    html: page(parts, links, words, reader),
  };
}

interface Parts {
  readonly subject: string;
  /** Plain text; `{chat}` is still to be filled in. */
  readonly intro: string;
  readonly chat: string;
  readonly messages: readonly {
    readonly name: string;
    readonly part: string;
    readonly when: string;
    readonly what: string;
  }[];
  readonly earlier: string | null;
  readonly action: string;
}

type Reader = Parameters<typeof writeLetter>[2];

function partsOf(about: LetterSubject, words: MailTexts, reader: Reader): Parts {
  const { language } = reader;
  const nothing = { chat: '', messages: [], earlier: null };
  if (about.kind === 'news') {
    if (about.shown === null)
      return { ...nothing, subject: words.subjectNews, intro: words.introNews, action: words.look };
    const { title, body } = about.shown;
    return { ...nothing, subject: title, intro: body === '' ? title : `${title}: ${body}`, action: words.look };
  }
  const { count, shown } = about;
  const said = (counted: Parameters<typeof inWords>[0]) => inWords(counted, count, language);
  if (shown === null) {
    return { ...nothing, subject: said(words.subjectHidden), intro: said(words.introHidden), action: words.look };
  }
  const { chat, messages } = shown;
  const earlier = count - messages.length;
  return {
    subject: fill(said(words.subject), { name: messages.at(-1)?.name ?? '', chat }),
    intro: said(words.intro),
    chat,
    messages: messages.map((one) => shownMessage(one, words, reader)),
    earlier: earlier > 0 ? inWords(words.earlier, earlier, language) : null,
    action: words.reply,
  };
}

function shownMessage(one: LetterMessage, words: MailTexts, { language, timeZone }: Reader): Parts['messages'][number] {
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(one.at);
  const files = one.files === 0 ? '' : `[${inWords(words.files, one.files, language)}]`;
  const what = [cut(one.text, TEXT_MAX), files].filter((part) => part !== '').join('\n');
  return { name: oneLine(one.name, NAME_MAX), part: words.you[one.role], when, what };
}

function plain(parts: Parts, { open, stopChat, stopAll }: LetterLinks, words: MailTexts, app: string): string {
  const messages = parts.messages.flatMap(({ name, part, when, what }) => [
    `${name} (${part}), ${when}`,
    indented(what),
    '',
  ]);
  return [
    fill(parts.intro, { chat: parts.chat }),
    '',
    ...(parts.earlier === null ? [] : [parts.earlier, '']),
    ...messages,
    `${parts.action}: ${open}`,
    words.linkNote,
    '',
    '-- ',
    fill(words.whyMail, { app }),
    ...(stopChat === null ? [] : [`${words.stopChat}: ${stopChat}`]),
    `${words.stopAll}: ${stopAll}`,
    '',
  ].join('\n');
}

const STYLE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 24px 16px; background: #f4f4f2; color: #1c1c1a; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
  main { max-width: 560px; margin: 0 auto; padding: 24px; background: #fff; border-radius: 12px; }
  h1 { margin: 0 0 16px; font-size: 18px; line-height: 1.4; }
  .message { margin: 0 0 12px; padding: 12px 16px; background: #f4f4f2; border-radius: 10px; }
  .who { margin: 0 0 4px; font-size: 14px; color: #55554f; }
  .what { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
  .button { display: inline-block; margin: 12px 0; padding: 12px 24px; background: #0b5d4a; color: #fff; border-radius: 10px; text-decoration: none; font-weight: 600; }
  .note, footer { font-size: 14px; color: #55554f; }
  footer { max-width: 560px; margin: 16px auto 0; padding: 0 24px; }
  footer a { color: inherit; }
  @media (prefers-color-scheme: dark) {
    body { background: #161614; color: #ececea; }
    main { background: #21211f; }
    .message { background: #2d2d2a; }
    .who, .note, footer { color: #b4b4ae; }
    .button { background: #6fd1b5; color: #10201b; }
  }`;

function page(
  parts: Parts,
  { open, stopChat, stopAll }: LetterLinks,
  words: MailTexts,
  { language, app }: Reader,
): string {
  const messages = parts.messages.map(
    ({ name, part, when, what }) =>
      `<div class="message"><p class="who"><bdi>${escaped(name)}</bdi> (${escaped(part)}), <bdi>${escaped(when)}</bdi></p>` +
      `<p class="what" dir="auto">${escaped(what).replaceAll('\n', '<br>')}</p></div>`,
  );
  const stops = [
    ...(stopChat === null ? [] : [`<a href="${escaped(stopChat)}">${escaped(words.stopChat)}</a>`]),
    `<a href="${escaped(stopAll)}">${escaped(words.stopAll)}</a>`,
  ];
  const intro = fill(escaped(parts.intro), { chat: `<bdi>${escaped(parts.chat)}</bdi>` });
  return `<!doctype html>
<html lang="${language}" dir="${words.dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${escaped(oneLine(parts.subject, SUBJECT_MAX))}</title><style>${STYLE}
</style></head>
<body>
<main>
<h1>${intro}</h1>
${parts.earlier === null ? '' : `<p class="note">${escaped(parts.earlier)}</p>`}
${messages.join('\n')}
<p><a class="button" href="${escaped(open)}">${escaped(parts.action)}</a></p>
<p class="note">${escaped(words.linkNote)}</p>
</main>
<footer><p>${escaped(fill(words.whyMail, { app }))}</p><p>${stops.join('<br>')}</p></footer>
</body>
</html>
`;
}

/** What somebody wrote, as text of HTML and of attributes. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const indented = (text: string) => text.replaceAll(/^/gm, '  ');

/** A header is one line, whatever a name has in it. */
function oneLine(text: string, max: number): string {
  return cut(text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim(), max);
}

function cut(text: string, max: number): string {
  const characters = Array.from(text);
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
