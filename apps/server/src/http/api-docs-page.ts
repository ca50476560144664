import { type Html, html } from './api-docs-html.js';

export const DOCS_PATH = '/api/docs';

/** The frame of both pages: the way from one to the other, and to the documents themselves. */
export function docsPage(title: string, head: Html, body: Html): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · STM Chat</title>
        <link rel="icon" href="data:," />
        ${head}
        <link rel="stylesheet" href="${DOCS_PATH}/docs.css" />
      </head>
      <body>
        <nav aria-label="API documents">
          <strong>STM Chat</strong>
          <a href="${DOCS_PATH}">HTTP</a>
          <a href="${DOCS_PATH}/live">Live events</a>
          <a href="${DOCS_PATH}/openapi.json">openapi.json</a>
          <a href="${DOCS_PATH}/asyncapi.json">asyncapi.json</a>
        </nav>
        ${body}
      </body>
    </html> `;
  return page.text;
}

export function swaggerPage(): string {
  return docsPage(
    'HTTP',
    html`<link rel="stylesheet" href="${DOCS_PATH}/viewer/swagger-ui.css" />
      <script src="${DOCS_PATH}/viewer/swagger-ui-bundle.js" defer></script>
      <script src="${DOCS_PATH}/start.js" defer></script>`,
    html`<main id="viewer"><noscript>This page needs JavaScript; the document itself does not.</noscript></main>`,
  );
}

export const SWAGGER_START = `const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
follow();
dark.addEventListener('change', follow);
SwaggerUIBundle({ url: '${DOCS_PATH}/openapi.json', dom_id: '#viewer', deepLinking: true, validatorUrl: null });
`;

export const DOCS_STYLE = `:root {
  color-scheme: light dark;
  --ink: #1d2733; --soft: #5b6775; --line: #d9dfe6; --paper: #fff; --raised: #f5f7f9; --accent: #0b6b5d;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf0; --soft: #9aa7b4; --line: #333d48; --paper: #14191f; --raised: #1c232b; --accent: #5fd0bd; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: .75rem 1.25rem; border-bottom: 1px solid var(--line); }
nav a, article a, .toc a { color: var(--accent); }
.document { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem 4rem; }
.document h1 { margin-bottom: .25rem; }
.document h2 { margin-top: 3rem; }
.document code, .document .name { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .9em; }
.toc { columns: 14rem; padding: 0; list-style: none; }
article { margin: 1rem 0; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--raised); }
article h3 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
article h4 { margin: .75rem 0 .25rem; font-size: .85rem; color: var(--soft); }
article p { margin: .25rem 0; }
.fields { margin: .25rem 0; padding-left: 1rem; list-style: none; border-left: 2px solid var(--line); }
.fields > li { margin: .15rem 0; overflow-wrap: anywhere; }
.type, .note { color: var(--soft); }
.needed { color: var(--accent); }
`;
