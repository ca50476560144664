import { createHash } from 'node:crypto';
import { escaped } from './letter.rules.js';
import { type MailLanguage, mailWords } from './words/mail-words.js';

const STYLE = `
  :root { color-scheme: light dark; }
  body { margin: 0; padding: 15vh 16px 0; font: 17px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
  main { max-width: 30rem; margin: 0 auto; }
  h1 { font-size: 1.25rem; }
  button { min-height: 44px; padding: 0.5rem 1.25rem; margin: 0.25rem 0; font: inherit; border: 1px solid currentColor; border-radius: 10px; background: transparent; color: inherit; cursor: pointer; }
  button.first { background: #0b5d4a; border-color: #0b5d4a; color: #fff; }
  button:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }`;

/** Nothing is loaded, and the form goes nowhere else. */
export const STOP_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export type StopPage =
  | {
      readonly kind: 'ask' | 'done' | 'undone';
      readonly ofChat: boolean;
      readonly token: string;
      readonly allToken: string | null;
    }
  | { readonly kind: 'bad' };

/** The page behind a mail's link that stops mails: it asks, because programs open links too. */
export function stopPage(page: StopPage, language: MailLanguage): string {
  const { page: words, dir } = mailWords(language);
  return `<!doctype html>
<html lang="${language}" dir="${dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escaped(words.title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(words.title)}</h1>${inner(page, words)}</main></body>
</html>
`;
}

function inner(page: StopPage, words: ReturnType<typeof mailWords>['page']): string {
  switch (page.kind) {
    case 'bad':
      return `<p role="alert">${escaped(words.bad)}</p>`;
    case 'ask':
      return (
        `<p>${escaped(page.ofChat ? words.askChat : words.askAll)}</p>${button(page.token, 'off', words.doIt, true)}` +
        (page.allToken === null ? '' : button(page.allToken, 'off', words.all, false))
      );
    case 'done':
      return `<p role="status">${escaped(page.ofChat ? words.doneChat : words.doneAll)}</p>${button(page.token, 'on', words.undo, false)}`;
    case 'undone':
      return `<p role="status">${escaped(words.undone)}</p>${button(page.token, 'off', words.doIt, false)}`;
  }
}

function button(token: string, mails: 'on' | 'off', label: string, first: boolean): string {
  return `<form method="post" action="?t=${escaped(token)}"><button${first ? ' class="first"' : ''} name="mails" value="${mails}">${escaped(label)}</button></form>`;
}
