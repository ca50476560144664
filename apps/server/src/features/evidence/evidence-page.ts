import type { EvidenceRecord } from './evidence-records.js';

export const EVIDENCE_PAGE_STYLE = `
:root { color-scheme: light dark; font: 15px/22px system-ui, sans-serif; }
body { max-width: 896px; margin: 0 auto; padding: 24px 16px 48px; }
h1 { font-size: 22px; line-height: 28px; } h2 { font-size: 17px; line-height: 24px; margin: 32px 0 8px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; } dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
article { border-top: 1px solid #b8c0cc; padding: 6px 0; break-inside: avoid; }
article header { display: flex; gap: 12px; flex-wrap: wrap; font-size: 12px; line-height: 16px; }
article b { font-size: 13px; } article p { margin: 2px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.note { font-size: 13px; line-height: 18px; margin: 2px 0; }
.earlier { border-inline-start: 3px solid #c77700; padding-inline-start: 8px; }
@media print { body { max-width: none; padding: 0; } :root { color-scheme: light; font-size: 11pt; } }
`;

/** A value of the records, whose form is told in `evidence-records.ts`. */
type Body = Readonly<Record<string, unknown>>;

/** The readable page beside the signed file: the same records, to be read and printed. It proves nothing. */
export async function* evidencePage(records: AsyncIterable<EvidenceRecord>): AsyncGenerator<string> {
  yield `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`;
  yield `<title>Evidence of a dispute</title><style>${EVIDENCE_PAGE_STYLE}</style></head><body><h1>Evidence of a dispute</h1>`;
  yield `<p class="note">To be read and printed. What proves it is the signed file beside this page.</p>`;
  const names = new Map<unknown, string>([[0, 'System']]);
  for await (const { type, body } of records) yield piece(type, body as Body, names);
  yield '</body></html>\n';
}

function piece(type: EvidenceRecord['type'], body: Body, names: Map<unknown, string>): string {
  switch (type) {
    case 'header':
      return `<h2>The file</h2>${facts(body)}`;
    case 'dispute':
      return `<h2>The dispute</h2>${facts(body)}`;
    case 'outcome':
      return `<h2>The outcome</h2>${facts(body)}`;
    case 'chat':
      return `<h2>${body['lane'] === null ? 'The chat' : `Lane: ${text(body['lane'])}`}</h2>`;
    case 'member':
      names.set(
        body['userId'],
        body['name'] === '' ? `${String(body['role'])} ${String(body['userId'])}` : String(body['name']),
      );
      return note(type, body);
    case 'message':
      return message(body, names);
    case 'receipt':
    case 'access':
    case 'read':
    case 'event':
      return note(type, body);
  }
}

function facts(body: Body): string {
  const rows = Object.entries(body).filter(([, value]) => value !== null);
  return `<dl>${rows.map(([name, value]) => `<dt>${text(name.replaceAll('_', ' '))}</dt><dd>${text(value)}</dd>`).join('')}</dl>`;
}

function note(type: string, body: Body): string {
  const words = Object.entries(body).filter(([, value]) => value !== null && typeof value !== 'object');
  return `<p class="note">${text(type)}: ${words.map(([name, value]) => text(`${name.replaceAll('_', ' ')} ${String(value)}`)).join(' · ')}</p>`;
}

interface Shown {
  readonly seq: number;
  readonly sender_id: number;
  readonly sender_type: string;
  readonly message: string;
  readonly created_at: string;
  readonly deleted_at: string | null;
  readonly versions: readonly { readonly message?: string; readonly ended: string; readonly until: string }[];
  readonly attachments: readonly { readonly name: string; readonly sha256: string | null }[];
}

function message(body: Body, names: ReadonlyMap<unknown, string>): string {
  const {
    seq,
    sender_id,
    sender_type,
    message: said,
    created_at,
    deleted_at,
    versions,
    attachments,
  } = body as unknown as Shown;
  const who = names.get(sender_id) ?? `${sender_type} ${sender_id}`;
  const earlier = versions.map(
    (one) =>
      `<p class="note earlier" dir="auto">${text(`${one.ended} at ${one.until}${one.message === undefined ? '' : `, before: ${one.message}`}`)}</p>`,
  );
  const files = attachments.map(
    ({ name, sha256 }) => `<p class="note">${text(`file ${name}, SHA-256 ${sha256 ?? 'not there any more'}`)}</p>`,
  );
  const head = `<header><b>${text(who)}</b><span>${text(sender_type)}</span><span>#${seq}</span><time>${text(created_at)}</time></header>`;
  const shown = deleted_at === null ? said : `deleted at ${deleted_at}`;
  return `<article>${head}<p dir="auto">${text(shown)}</p>${earlier.join('')}${files.join('')}</article>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function text(value: unknown): string {
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  return plain.replaceAll(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
}
