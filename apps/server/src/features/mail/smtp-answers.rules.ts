import type { Outcome } from '../delivery/delivery.api.js';

/** What nodemailer throws, as far as it matters here. */
export interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** Addresses that do not exist (any more): RFC 5321's codes, and RFC 3463's classes 1 (address) and 2 (mailbox). */
const NO_MAILBOX: ReadonlySet<number> = new Set([550, 551, 553]);
const ENHANCED = /\b5\.(\d)\.\d{1,3}\b/;

/**
 * What an error of SMTP means for the mail. Null: it is not known whether the mail was taken (the connection ended after
 * it was sent), and the try counts as one without an answer.
 * - no mailbox: the address is not tried again
 * - any other 5xx (policy, size, spam): this mail is not tried again, the address is good
 * - 4xx, no connection, no login: later; the operator's log says what it was
 */
export function outcomeOf({ code, command, responseCode, response = '' }: SmtpError): Outcome | null {
  if (responseCode === undefined) {
    if (command === 'DATA' || code === 'EMESSAGE') return null;
    return { kind: 'later', why: `the mail server cannot be reached (${code ?? 'no connection'})` };
  }
  if (responseCode < 500) return { kind: 'later', why: `the mail server says ${responseCode}` };
  if (code === 'EAUTH') return { kind: 'later', why: `the mail server refuses the login (${responseCode})` };
  if (command?.startsWith('MAIL') === true) return { kind: 'later', why: `MAIL_FROM is refused (${responseCode})` };
  if (isNoMailbox(responseCode, response)) return { kind: 'gone', why: `there is no such mailbox (${responseCode})` };
  return { kind: 'refused', why: `the mail server refuses it (${responseCode})` };
}

function isNoMailbox(code: number, response: string): boolean {
  const [, subject] = ENHANCED.exec(response) ?? [];
  // 5.2.2 is a full mailbox, 5.2.3 a mail that is too long: both will pass.
  if (subject !== undefined) return subject === '1' || /\b5\.2\.[01]\b/.test(response);
  return NO_MAILBOX.has(code);
}
