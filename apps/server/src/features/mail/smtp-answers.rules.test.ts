import { expect, it } from 'vitest';
import { outcomeOf } from './smtp-answers.rules.js';

const rcpt = (responseCode: number, response: string) =>
  outcomeOf({ code: 'EENVELOPE', command: 'RCPT TO', responseCode, response })?.kind;

it('[ML8] tells an address that does not exist from a mail that is refused and a server that is busy', () => {
  expect(rcpt(550, '550 5.1.1 <x@y>: Recipient address rejected: User unknown')).toBe('gone');
  expect(rcpt(550, '550 No such user here')).toBe('gone');
  expect(rcpt(553, '553 mailbox name not allowed')).toBe('gone');
  expect(rcpt(550, '550 5.2.1 The email account that you tried to reach is disabled')).toBe('gone');
  expect(rcpt(550, '550 5.7.1 Message rejected as spam by content scanning')).toBe('refused');
  expect(rcpt(552, '552 5.2.2 Mailbox full')).toBe('refused');
  expect(rcpt(554, '554 5.7.26 unauthenticated mail is blocked')).toBe('refused');
  expect(rcpt(450, '450 4.2.0 Greylisted')).toBe('later');
  expect(rcpt(421, '421 Too many connections')).toBe('later');
});

it('[ML8] blames no reader for what is the operator’s: no connection, a login, a sender that is refused', () => {
  expect(outcomeOf({ code: 'ECONNECTION', command: 'CONN' })?.kind).toBe('later');
  expect(outcomeOf({ code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535, response: '535 5.7.8' })?.kind).toBe(
    'later',
  );
  expect(
    outcomeOf({ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550, response: '550 5.1.8 bad sender' })?.kind,
  ).toBe('later');
  expect(outcomeOf({ code: 'EMESSAGE', command: 'DATA', responseCode: 554, response: '554 5.6.0 bad' })?.kind).toBe(
    'refused',
  );
});

it('[ML7] does not know what became of a mail whose answer never came', () => {
  expect(outcomeOf({ code: 'ETIMEDOUT', command: 'DATA' })).toBeNull();
  expect(outcomeOf({ code: 'ECONNECTION', command: 'DATA' })).toBeNull();
});
