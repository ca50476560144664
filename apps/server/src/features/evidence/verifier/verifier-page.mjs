// @ts-check
import { sayEvidence } from './say-evidence.mjs';
import { verifyEvidence } from './verify-evidence.mjs';
import WORDS from './words.json' with { type: 'json' };

/** The page around the verifier: a file is chosen, the verdict is shown, and below it what the file says, to be read and printed. */

/** @param {string} id @returns {HTMLElement} */
function element(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no element ${id}`);
  return found;
}

const file = /** @type {HTMLInputElement} */ (element('file'));
const keys = /** @type {HTMLTextAreaElement} */ (element('keys'));
const languageBox = /** @type {HTMLSelectElement} */ (element('language'));
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

/** @type {Record<string, Record<string, any>>} */
const languages = WORDS;
let speech = sayEvidence(languages[document.documentElement.lang] ?? WORDS.en);
/** What is shown, to be said again in another language. */
let again = () => {};

/** Says the whole page in a language. @param {string} language */
function speak(language) {
  speech = sayEvidence(languages[language] ?? WORDS.en);
  const { say } = speech;
  document.documentElement.lang = language;
  document.documentElement.dir = speech.dir;
  document.title = say('verifier');
  for (const one of document.querySelectorAll('[data-say]')) one.textContent = say(one.getAttribute('data-say') ?? '');
  transcript.setAttribute('aria-label', say('transcript'));
  languageBox.value = language;
  again();
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
  again = () => {};
  verdictBox.className = '';
  verdictBox.replaceChildren(make('strong', speech.say('checking')));
  transcript.replaceChildren();
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  const verdict = await verifyEvidence(bytes, pastedKeys());
  again = () => show(verdict, chosen.name);
  again();
}

/**
 * @param {import('./verify-evidence.mjs').Verdict} verdict
 * @param {string} name
 */
function show(verdict, name) {
  const { ok, fault, kid, known, records } = verdict;
  const { say, problem } = speech;
  verdictBox.className = ok ? (known === true ? 'good' : 'open') : 'bad';
  const key = ok ? (known === true ? 'genuine' : 'unchanged') : 'forged';
  const params = { name, count: records.length, kid: kid ?? '', problem: problem(fault) };
  verdictBox.replaceChildren(make('strong', say(key)), make('span', say(`${key}_words`, params)));
  transcript.replaceChildren(...(ok ? readable(records) : []));
}

/** @param {readonly import('./verify-evidence.mjs').EvidenceRecord[]} records */
function readable(records) {
  const { say } = speech;
  /** @type {Map<number, string>} */
  const names = new Map([[0, say('system')]]);
  for (const { type, body } of records)
    if (type === 'member') names.set(body.userId, body.name || `${say(body.role)} ${body.userId}`);
  return records.flatMap(({ type, body }) => {
    switch (type) {
      case 'header':
        return [make('h2', say('file')), facts(body)];
      case 'dispute':
        return [make('h2', say('dispute')), facts(body)];
      case 'chat':
        return [make('h2', body.lane === null ? say('chat') : say('lane', { lane: say(body.lane) }))];
      case 'message':
        return [message(body, names)];
      case 'outcome':
        return [make('h2', say('outcome')), facts(body)];
      default:
        return [make('p', `${say(type)}: ${line(body)}`, 'note')];
    }
  });
}

/** @param {Record<string, any>} body */
function facts(body) {
  const list = make('dl');
  for (const [name, value] of Object.entries(body)) {
    if (value === null) continue;
    const said = make('dd', speech.value(name, value));
    said.dir = 'auto';
    list.append(make('dt', speech.field(name)), said);
  }
  return list;
}

/** @param {Record<string, any>} body */
function line(body) {
  return Object.entries(body)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${speech.field(name)} \u2068${speech.value(name, value)}\u2069`)
    .join(' · ');
}

/**
 * @param {Record<string, any>} body
 * @param {ReadonlyMap<number, string>} names
 */
function message(body, names) {
  const { say } = speech;
  const article = make('article');
  const head = make('header');
  head.append(
    make('b', names.get(body.sender_id) ?? `${say(body.sender_type)} ${body.sender_id}`),
    make('span', say(body.sender_type)),
    make('span', `#${body.seq}`),
    make('time', body.created_at),
  );
  article.append(head);
  const text = make(
    'p',
    speech.message(body, (id) => names.get(/** @type {number} */ (id))),
  );
  text.dir = 'auto';
  article.append(text);
  for (const one of body.versions) {
    const when = say(one.ended === 'deleted' ? 'deleted_at' : 'edited_at', { time: one.until });
    const earlier = make('p', one.withheld ? when : when + say('before', { text: one.message }), 'note earlier');
    earlier.dir = 'auto';
    article.append(earlier);
  }
  for (const one of body.attachments)
    article.append(make('p', say('attachment', { name: one.name, hash: one.sha256 ?? say('missing') }), 'note'));
  return article;
}

file.addEventListener('change', () => void check());
keys.addEventListener('change', () => void check());
for (const [language, { name }] of Object.entries(languages)) {
  const option = /** @type {HTMLOptionElement} */ (make('option', name));
  option.value = language;
  option.lang = language;
  languageBox.append(option);
}
languageBox.addEventListener('change', () => speak(languageBox.value));
speak(document.documentElement.lang in languages ? document.documentElement.lang : 'en');
