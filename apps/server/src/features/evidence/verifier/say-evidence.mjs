// @ts-check
/**
 * Says what the records of a file of evidence mean in one language: for the verifier, which carries this with it, and for
 * the page to print. What people wrote stays as they wrote it; what the system wrote, and reasons and outcomes of the lists,
 * are said again in the language of the page.
 *
 * @typedef {Record<string, any>} Body
 * @typedef {(userId: unknown) => string | undefined} NameOf
 * @typedef {ReturnType<typeof sayEvidence>} Speech
 */

/** @param {Record<string, any>} words of one language, of words.json */
export function sayEvidence(words) {
  const rtl = words['dir'] === 'rtl';

  /** What is written in another direction keeps to itself. @param {unknown} value */
  const isolated = (value) => (rtl ? `\u2068${String(value)}\u2069` : String(value));

  /** @param {object} of @param {string} key @returns {string | undefined} */
  const own = (of, key) => {
    const found = Object.hasOwn(of, key) ? /** @type {Body} */ (of)[key] : undefined;
    return typeof found === 'string' ? found : undefined;
  };

  /** @param {string} text @param {Body} params */
  const filled = (text, params) =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(params, name) ? isolated(params[name]) : whole));

  /** A text with its `{parameters}`; what has no text is given as it is, with spaces. @param {string} key @param {Body} [params] */
  const say = (key, params = {}) => filled(own(words, key) ?? spaced(key), params);

  /** The name of a field. @param {string} name */
  const field = (name) => own(words['fields'], name) ?? spaced(name);

  /** A reason, a wish or an outcome of the lists; other words stay as they are. @param {string} text */
  const known = (text) => own(words['known'], text) ?? termsOf(text) ?? text;

  /** What an offer says, as `terms` of the file. @param {Body} terms */
  const terms = ({ refund_percent, refund_amount, currency, redo, date, text }) => {
    /** @param {string} key @param {Body} params */
    const term = (key, params) => filled(words['terms'][key], params);
    return [
      ...(refund_percent === undefined ? [] : [term('percent', { percent: `${refund_percent} %` })]),
      ...(refund_amount === undefined ? [] : [term('amount', { amount: `${refund_amount} ${currency ?? ''}`.trim() })]),
      ...(redo === true ? [date === undefined ? term('redo', {}) : term('redo_date', { date })] : []),
      ...(date !== undefined && redo !== true ? [term('date', { date })] : []),
      ...(text === undefined || text === '' ? [] : [text]),
    ].join(' · ');
  };

  /** The terms that a line stands for under which an outcome is kept; undefined: it is none of these. @param {string} line */
  const termsOf = (line) => {
    const found = parseTerms(line);
    return found === null ? undefined : terms(found);
  };

  /** What the system said, by its code; undefined for codes that are not known here. @param {Body} body @param {NameOf} nameOf */
  const system = ({ code, params }, nameOf) => {
    const texts = words['systems'];
    const who = nameOf(params.user_id);
    const role = params.role === 'customer' || params.role === 'provider' ? params.role : 'lsm';
    const name = who ?? texts[`the_${role}`];
    /** @param {string} plain @param {Body} more */
    const ofLsm = (plain, more = {}) =>
      filled(who === undefined ? texts[plain] : texts[`named_${plain}`], { name: who, ...more });
    switch (code) {
      case 'dispute_opened':
        return filled(texts.opened, { name, reason: known(String(params.reason ?? '')) });
      case 'dispute_joined':
      case 'dispute_released':
      case 'dispute_returned':
        return ofLsm(code.slice('dispute_'.length));
      case 'dispute_handed_over': {
        const from = nameOf(params.from_user_id);
        return who !== undefined && from !== undefined
          ? filled(texts.named_handed_over_from, { name: who, from })
          : ofLsm('handed_over');
      }
      case 'dispute_resolved': {
        const outcome = known(String(params.outcome ?? ''));
        const said =
          params.resolution === 'agreement'
            ? filled(texts.resolved_agreement, { outcome })
            : ofLsm('resolved_decision', { outcome });
        return params.note === undefined ? said : `${said}\n${filled(texts.resolved_note, { note: params.note })}`;
      }
      case 'dispute_withdrawn':
        return filled(texts.withdrawn, { name });
      case 'lane_opened':
        return own(texts, `lane_${String(params.lane)}`);
      case 'offer_accepted':
      case 'offer_declined':
      case 'lane_closed':
      case 'member_added':
      case 'member_removed':
      case 'chat_closed':
      case 'chat_reopened':
        return filled(texts[code], { name });
      default:
        return undefined;
    }
  };

  /** What a message says to be read: of the system and of an offer in this language. @param {Body} body @param {NameOf} nameOf */
  const message = (body, nameOf) => {
    if (body.deleted_at !== null) return say('deleted_at', { time: body.deleted_at });
    const offer = body.offer == null ? undefined : say('offer', { terms: terms(body.offer.terms) });
    return offer ?? (body.system == null ? undefined : system(body.system, nameOf)) ?? body.message;
  };

  /**
   * A value of a record, to be read. What stands in a file that was changed by hand may be of any form.
   * @param {string} name of its field @param {any} given @returns {string}
   */
  const value = (name, given) => {
    if (typeof given === 'boolean') return words['values'][given ? 'yes' : 'no'];
    if (Array.isArray(given)) return given.map((one) => value(name, one)).join(', ');
    if (given === null) return '–';
    if (typeof given === 'object') {
      if (name === 'settlement' && typeof given.terms === 'object') return terms(given.terms);
      if (name === 'lanes') return value('lane', given.lane);
      return Object.entries(given)
        .filter(([, one]) => one !== null)
        .map(([key, one]) => `${field(key)} ${isolated(value(key, one))}`)
        .join(' · ');
    }
    const text = String(given);
    if (SEQS.has(name)) return `#${text}`;
    if (KNOWN.has(name)) return known(text);
    if (PARTIES.has(name)) return say(text);
    return (CODES.has(name) ? own(words['values'], text) : undefined) ?? text;
  };

  /** Why a file is not genuine. @param {{ code: string, params: Body } | null} fault */
  const problem = (fault) => (fault === null ? '' : filled(words['problems'][fault.code], fault.params));

  return { dir: String(words['dir']), say, field, value, message, problem };
}

const SEQS = new Set(['evidence', 'from_seq', 'to_seq', 'last_seq', 'read_seq', 'delivered_seq']);
const KNOWN = new Set(['reason', 'wished_outcome', 'outcome']);
const PARTIES = new Set(['role', 'opened_role', 'as', 'lane', 'by_role']);
const CODES = new Set(['status', 'resolution', 'began', 'ended', 'type']);

/** @param {string} name */
function spaced(name) {
  return name.replaceAll('_', ' ');
}

/**
 * The terms in the line under which an agreement or a decision is kept: each known one once, in its order, then what somebody
 * wrote. Null: none is known.
 * @param {string} line
 */
function parseTerms(line) {
  let rest = line;
  /** @param {RegExp} pattern */
  const take = (pattern) => {
    const found = new RegExp(`^(?:${pattern.source})(?:, |$)`, 'i').exec(rest);
    if (found !== null) rest = rest.slice(found[0].length);
    return found;
  };
  const percent = take(/refund of (\d{1,3}(?:\.\d+)?) %/);
  const amount = take(/refund of (\d+(?:\.\d+)?) (\S{1,10})/);
  const redo = take(/the work is done again/);
  const date = take(/on (\d{4}-\d{2}-\d{2})/);
  if (rest === line) return null;
  return {
    ...(percent === null ? {} : { refund_percent: percent[1] }),
    ...(amount === null ? {} : { refund_amount: amount[1], currency: amount[2] }),
    ...(redo === null ? {} : { redo: true }),
    ...(date === null ? {} : { date: date[1] }),
    ...(rest === '' ? {} : { text: rest }),
  };
}
