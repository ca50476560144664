// @ts-check
/**
 * Verifies a file of evidence, in browsers and in Node, without a network and without a library. The form of the file is
 * told in `evidence-chain.rules.ts`, from which nothing is imported: this is the other side.
 *
 * @typedef {{ n: number, type: string, body: any }} EvidenceRecord
 * @typedef {{ code: string, params: Record<string, string | number> }} Fault
 * @typedef {{
 *   ok: boolean,
 *   problem: string | null,
 *   fault: Fault | null,
 *   kid: string | null,
 *   known: boolean | null,
 *   records: EvidenceRecord[],
 * }} Verdict `problem`: why not, in English; `fault`: the same as a code of words.json. `known`: whether the key is one of those that were given; null: none were
 */

const FORMAT = 'stm-chat-evidence/1';
const LINE_FEED = 10;

class NotGenuine extends Error {
  /** @param {string} code @param {string} message @param {Fault['params']} [params] */
  constructor(code, message, params = {}) {
    super(message);
    this.fault = { code, params };
  }
}

/**
 * @param {Uint8Array} bytes of the whole file
 * @param {readonly string[] | null} [knownKeys] public keys that the server published, in base64url
 * @returns {Promise<Verdict>} never rejects
 */
export async function verifyEvidence(bytes, knownKeys = null) {
  /** @type {Verdict} */
  const verdict = { ok: false, problem: null, fault: null, kid: null, known: null, records: [] };
  try {
    await verify(bytes, knownKeys, verdict);
    verdict.ok = true;
  } catch (error) {
    verdict.fault = error instanceof NotGenuine ? error.fault : { code: 'unreadable', params: {} };
    verdict.problem = error instanceof Error ? error.message : String(error);
  }
  return verdict;
}

/**
 * @param {Uint8Array} bytes
 * @param {readonly string[] | null} knownKeys
 * @param {Verdict} verdict is filled in
 */
async function verify(bytes, knownKeys, verdict) {
  const lines = linesOf(bytes);
  const last = lines.pop();
  if (last === undefined || lines.length === 0) throw new NotGenuine('cut_off', 'The file is empty, or was cut off.');
  const end = signatureOf(last, lines.length + 1);
  const chain = await chainOf(lines, verdict.records);
  if (end.records !== lines.length) {
    const counted = { records: lines.length, signed: String(end.records) };
    throw new NotGenuine(
      'count',
      `The file has ${lines.length} records, and its signature is over ${end.records}.`,
      counted,
    );
  }
  if (end.chain !== chain) throw new NotGenuine('records', 'The records are not those that were signed.');
  const raw = fromBase64Url(end.public_key);
  const kid = toHex(await sha256(raw)).slice(0, 16);
  if (end.kid !== kid) throw new NotGenuine('kid', 'The number of the key is not that of the key.');
  verdict.kid = kid;
  await requireSignature(raw, fromBase64Url(end.signature), `${FORMAT}\n${lines.length}\n${chain}\n`);
  if (knownKeys === null) return;
  verdict.known = knownKeys.includes(end.public_key);
  if (!verdict.known)
    throw new NotGenuine('foreign_key', `The key ${kid} is none of those that the server published.`, { kid });
}

/** @param {Uint8Array} bytes */
function linesOf(bytes) {
  if (bytes.length === 0 || bytes[bytes.length - 1] !== LINE_FEED)
    throw new NotGenuine('cut_off', 'The file is empty, or was cut off.');
  const lines = [];
  for (let from = 0; from < bytes.length;) {
    const to = bytes.indexOf(LINE_FEED, from);
    lines.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return lines;
}

/** The last line is written in one way only: what is not exactly that was changed. @param {Uint8Array} line @param {number} nth of the file */
function signatureOf(line, nth) {
  const text = textOf(line);
  const { records, chain, kid, public_key, signature } = objectOf(text, nth);
  const written = JSON.stringify({ type: 'signature', format: FORMAT, records, chain, kid, public_key, signature });
  if (written !== text) throw new NotGenuine('signature_form', 'The last line is not a signature of this form.');
  for (const value of [public_key, signature]) {
    if (typeof value !== 'string' || toBase64Url(fromBase64Url(value)) !== value)
      throw new NotGenuine('signature_letters', 'The signature is not written as it has to be.');
  }
  return { records, chain, kid, public_key, signature };
}

/**
 * @param {readonly Uint8Array[]} lines
 * @param {EvidenceRecord[]} records gets what the lines say
 */
async function chainOf(lines, records) {
  let chain = new Uint8Array(32);
  for (const [index, line] of lines.entries()) {
    const leaf = await sha256(line);
    const both = new Uint8Array(64);
    both.set(chain, 0);
    both.set(leaf, 32);
    chain = await sha256(both);
    const { n, type, salt, body } = objectOf(textOf(line), index + 1);
    if (n !== index + 1 || typeof type !== 'string' || typeof salt !== 'string') {
      throw new NotGenuine('place', `Record ${index + 1} is not the one that has to stand there.`, { n: index + 1 });
    }
    if (index === 0 && (type !== 'header' || body?.format !== FORMAT))
      throw new NotGenuine('form', `The file is none of the form ${FORMAT}.`, { form: FORMAT });
    records.push({ n, type, body });
  }
  return toHex(chain);
}

/**
 * @param {Uint8Array<ArrayBuffer>} raw public key
 * @param {Uint8Array<ArrayBuffer>} signature
 * @param {string} message
 */
async function requireSignature(raw, signature, message) {
  let key;
  try {
    key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
  } catch {
    throw new NotGenuine(
      'no_ed25519',
      'This browser cannot check Ed25519 signatures, or the key is none. A current browser can; so can the command line.',
    );
  }
  const good = await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, new TextEncoder().encode(message));
  if (!good) throw new NotGenuine('signature', 'The signature is not good.');
}

/** @param {Uint8Array} bytes */
function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotGenuine('utf8', 'The file is not UTF-8.');
  }
}

/**
 * @param {string} text
 * @param {number} nth line of the file
 */
function objectOf(text, nth) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new NotGenuine('line', `Line ${nth} is not a JSON object.`, { n: nth });
  return value;
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function fromBase64Url(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

/** @param {Uint8Array} bytes */
function toBase64Url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
