import type { EvidenceWords } from './evidence-language.rules.js';
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
export async function* evidencePage(
  records: AsyncIterable<EvidenceRecord>,
  words: EvidenceWords,
): AsyncGenerator<string> {
  const title = text(words.say('title'));
  yield `<!doctype html><html lang="${words.language}" dir="${words.dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`;
  yield `<title>${title}</title><style>${EVIDENCE_PAGE_STYLE}</style></head><body><h1>${title}</h1>`;
  yield `<p class="note">${text(words.say('note'))}</p>`;
  const names = new Map<unknown, string>([[0, words.say('system')]]);
  for await (const { type, body } of records) yield piece(type, body as Body, names, words);
  yield '</body></html>\n';
}

function piece(type: EvidenceRecord['type'], body: Body, names: Map<unknown, string>, words: EvidenceWords): string {
  switch (type) {
    case 'header':
      return `<h2>${text(words.say('file'))}</h2>${facts(body, words)}`;
    case 'dispute':
    case 'outcome':
      return `<h2>${text(words.say(type))}</h2>${facts(body, words)}`;
    case 'chat': {
      const lane = body['lane'];
      return `<h2>${text(typeof lane === 'string' ? words.say('lane', { lane: words.say(lane) }) : words.say('chat'))}</h2>`;
    }
    case 'member':
      names.set(
        body['userId'],
        body['name'] === '' ? `${words.say(String(body['role']))} ${String(body['userId'])}` : String(body['name']),
      );
      return note(type, body, words);
    case 'message':
      return message(body, names, words);
    case 'receipt':
    case 'access':
    case 'read':
    case 'event':
      return note(type, body, words);
  }
}

function facts(body: Body, words: EvidenceWords): string {
  const rows = Object.entries(body).filter(([, value]) => value !== null);
  const said = rows.map(
    ([name, value]) => `<dt>${text(words.field(name))}</dt><dd dir="auto">${text(words.value(name, value))}</dd>`,
  );
  return `<dl>${said.join('')}</dl>`;
}

function note(type: string, body: Body, words: EvidenceWords): string {
  const facts = Object.entries(body).filter(([, value]) => value !== null);
  const said = facts.map(([name, value]) => `${text(words.field(name))} <bdi>${text(words.value(name, value))}</bdi>`);
  return `<p class="note">${text(words.say(type))}: ${said.join(' · ')}</p>`;
}

interface Shown {
  readonly seq: number;
  readonly sender_id: number;
  readonly sender_type: string;
  readonly created_at: string;
  readonly versions: readonly { readonly message?: string; readonly ended: string; readonly until: string }[];
  readonly attachments: readonly { readonly name: string; readonly sha256: string | null }[];
}

function message(body: Body, names: ReadonlyMap<unknown, string>, words: EvidenceWords): string {
  const role = words.say((body as unknown as Shown).sender_type);
  const { seq, sender_id, created_at, versions, attachments } = body as unknown as Shown;
  const who = names.get(sender_id) ?? `${role} ${sender_id}`;
  const earlier = versions.map(({ ended, until, message: before }) => {
    const after = before === undefined ? '' : words.say('before', { text: before });
    const when = words.say(ended === 'deleted' ? 'deleted_at' : 'edited_at', { time: until });
    return `<p class="note earlier" dir="auto">${text(when + after)}</p>`;
  });
  const files = attachments.map(({ name, sha256 }) => {
    const file = words.say('attachment', { name, hash: sha256 ?? words.say('missing') });
    return `<p class="note">${text(file)}</p>`;
  });
  const head = `<header><b>${text(who)}</b><span>${text(role)}</span><span>#${seq}</span><time>${text(created_at)}</time></header>`;
  const shown = words.message(body, (userId) => names.get(userId));
  return `<article>${head}<p dir="auto">${text(shown)}</p>${earlier.join('')}${files.join('')}</article>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function text(plain: string): string {
  return plain.replaceAll(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
}
