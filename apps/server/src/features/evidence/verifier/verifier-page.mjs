// @ts-check
import { verifyEvidence } from './verify-evidence.mjs';

/** The page around the verifier: a file is chosen, the verdict is shown, and below it what the file says, to be read and printed. */

/** @param {string} id @returns {HTMLElement} */
function element(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no element ${id}`);
  return found;
}

const file = /** @type {HTMLInputElement} */ (element('file'));
const keys = /** @type {HTMLTextAreaElement} */ (element('keys'));
const verdictBox = element('verdict');
const transcript = element('transcript');

/**
 * @param {string} tag
 * @param {string} [text]
 * @param {string} [className]
 */
function make(tag, text = '', className = '') {
  const made = document.createElement(tag);
  if (text !== '') made.textContent = text;
  if (className !== '') made.className = className;
  return made;
}

/** The published keys that were pasted; null: none. @returns {string[] | null} */
function pastedKeys() {
  if (keys.value.trim() === '') return null;
  try {
    return JSON.parse(keys.value).keys.map((/** @type {{ x: string }} */ { x }) => x);
  } catch {
    return [];
  }
}

async function check() {
  const [chosen] = file.files ?? [];
  if (chosen === undefined) return;
  verdictBox.className = '';
  verdictBox.replaceChildren(make('strong', 'Checking…'));
  transcript.replaceChildren();
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  show(await verifyEvidence(bytes, pastedKeys()), chosen.name);
}

/**
 * @param {import('./verify-evidence.mjs').Verdict} verdict
 * @param {string} name
 */
function show(verdict, name) {
  const { ok, problem, kid, known, records } = verdict;
  verdictBox.className = ok ? (known === true ? 'good' : 'open') : 'bad';
  const head = ok
    ? known === true
      ? 'Genuine and complete'
      : 'Complete and unchanged since it was signed'
    : 'Not genuine';
  const words = ok
    ? known === true
      ? `${name}: all ${records.length} records are those that were signed, with a key that the server published (${kid}).`
      : `${name}: all ${records.length} records are those that were signed with the key ${kid}. Compare this number with the one that the server publishes.`
    : `${name}: ${problem} Do not rely on what it says.`;
  verdictBox.replaceChildren(make('strong', head), make('span', words));
  transcript.replaceChildren(...(ok ? readable(records) : []));
}

/** @param {readonly import('./verify-evidence.mjs').EvidenceRecord[]} records */
function readable(records) {
  /** @type {Map<number, string>} */
  const names = new Map([[0, 'System']]);
  for (const { type, body } of records)
    if (type === 'member') names.set(body.userId, body.name || `${body.role} ${body.userId}`);
  return records.flatMap(({ type, body }) => {
    switch (type) {
      case 'header':
        return [make('h2', 'The file'), facts(body)];
      case 'dispute':
        return [make('h2', 'The dispute'), facts(body)];
      case 'chat':
        return [make('h2', body.lane === null ? 'The chat' : `Lane: ${body.lane}`)];
      case 'message':
        return [message(body, names)];
      case 'outcome':
        return [make('h2', 'The outcome'), facts(body)];
      default:
        return [make('p', `${type}: ${words(body)}`, 'note')];
    }
  });
}

/** @param {Record<string, any>} body */
function facts(body) {
  const list = make('dl');
  for (const [name, value] of Object.entries(body)) {
    if (value === null) continue;
    list.append(
      make('dt', name.replaceAll('_', ' ')),
      make('dd', typeof value === 'object' ? JSON.stringify(value) : String(value)),
    );
  }
  return list;
}

/** @param {Record<string, any>} body */
function words(body) {
  return Object.entries(body)
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`)
    .join(' · ');
}

/**
 * @param {Record<string, any>} body
 * @param {ReadonlyMap<number, string>} names
 */
function message(body, names) {
  const article = make('article');
  const head = make('header');
  head.append(
    make('b', names.get(body.sender_id) ?? `${body.sender_type} ${body.sender_id}`),
    make('span', body.sender_type),
    make('span', `#${body.seq}`),
    make('time', body.created_at),
  );
  article.append(head);
  const text = make('p', body.deleted_at === null ? body.message : `deleted at ${body.deleted_at}`);
  text.dir = 'auto';
  article.append(text);
  for (const one of body.versions) {
    article.append(
      make(
        'p',
        one.withheld ? `${one.ended} at ${one.until}` : `${one.ended} at ${one.until}, before: ${one.message}`,
        'note earlier',
      ),
    );
  }
  for (const one of body.attachments)
    article.append(make('p', `file ${one.name}, SHA-256 ${one.sha256 ?? 'not there any more'}`, 'note'));
  return article;
}

file.addEventListener('change', () => void check());
keys.addEventListener('change', () => void check());
