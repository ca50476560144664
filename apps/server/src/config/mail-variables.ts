import type { SmtpConfig } from './config.js';
import * as form from './value-forms.js';
import { optional, withDefault } from './variable.js';

const SMTP = 'an address such as smtp://user:password@mail.example.com:587 or smtps://… is expected';
const BARE = 'an address such as bounces@example.com is expected, with 20 characters before the @ at most';
const PAGE = 'an address such as https://shop.example/messages?chat={chatId}&m={seq} is expected';
const FROM = 'an address such as chat@example.com, or Chat <chat@example.com>, is expected';

/** `smtp://` (STARTTLS, which a login requires) or `smtps://`; `?tls=none` allows a login without it. */
export function smtpServer(value: string): SmtpConfig {
  if (!URL.canParse(value)) throw new Error(SMTP);
  const url = new URL(value);
  const secure = url.protocol === 'smtps:';
  if ((!secure && url.protocol !== 'smtp:') || url.hostname === '') throw new Error(SMTP);
  const user = url.username === '' ? null : decodeURIComponent(url.username);
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    user,
    password: url.password === '' ? null : decodeURIComponent(url.password),
    requireTls: !secure && user !== null && url.searchParams.get('tls') !== 'none',
  };
}

/** One mailbox, with or without a name before it. */
export function mailbox(value: string): string {
  if (!/^(?:[^<>\r\n,]*<[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/.test(value)) throw new Error(FROM);
  return value;
}

/** A page of the host platform, such as https://shop.example/messages?chat={chatId}&m={seq}. */
function hostPage(value: string): string {
  const { protocol, hostname } = URL.canParse(value) ? new URL(value) : { protocol: '', hostname: '' };
  if (!['http:', 'https:'].includes(protocol) || hostname.includes('{')) throw new Error(PAGE);
  return value;
}

/** One address without a name, whose local part leaves room for what is added to it. */
function bareAddress(value: string): string {
  if (!/^[\w.-]{1,20}@[^\s<>@,+]+$/.test(value)) throw new Error(BARE);
  return value;
}

/** Mail to people who stayed away. */
export const mailVariables = {
  SMTP_URL: optional('address', smtpServer, {
    description: 'The mail server, such as smtp://user:password@mail.example.com:587; without it no mail is sent.',
  }),
  MAIL_FROM: optional('mailbox', mailbox, {
    description: 'Whom mails come from, such as Chat <chat@example.com>; required with SMTP_URL.',
  }),
  MAIL_BOUNCES: optional('address', bareAddress, {
    description:
      'Where mails that come back go to, such as bounces@example.com: your mail server hands them to /api/mail/returned.',
  }),
  MAIL_PAGE: optional('address', hostPage, {
    description:
      'Your own page of chats, where buttons in mails lead, such as https://shop.example/messages?chat={chatId}&m={seq}; without it the page of this server.',
  }),
  MAIL_NAME: withDefault('text', 'STM Chat', form.text, {
    description: 'What mails call this service.',
  }),
  MAIL_LANGUAGE: withDefault('en, es, ur or ar', 'en', form.oneOf('en', 'es', 'ur', 'ar'), {
    description: 'The language of mails to people whose own is not known.',
  }),
  MAIL_DELAY: withDefault('duration', '15m', form.durationMs, {
    description:
      'How long a message stays unread before a mail tells of it; four times that while its reader is connected.',
  }),
  MAIL_PAUSE: withDefault('duration', '1h', form.durationMs, {
    description: 'The least time between two mails about one conversation.',
  }),
  MAIL_PER_HOUR: withDefault('number', '6', form.wholeNumber(0, 1000), {
    description: 'Mails to one person within an hour, about all conversations; 0: any number.',
  }),
  MAIL_RATE: withDefault('rate, or 0', '10/s', form.orOff(form.rate), {
    description: 'Mails that one server hands to the mail server; what is more waits.',
  }),
};
