import { expect, it } from 'vitest';
import { mailLinkKey, type MailLink, readMailLink, writeMailLink } from './mail-links.rules.js';

const key = mailLinkKey('a-secret-of-the-tests-0123456789');
const other = mailLinkKey('another-secret-of-tests-01234567');
const NOW = 1_700_000_000_000;
const links: MailLink[] = [
  { kind: 'open', path: '/chats/0190a1b2-0000-7000-8000-000000000001?m=17', until: NOW + 1000 },
  { kind: 'stop', userId: 2_147_483_647, chatId: null },
  { kind: 'stop', userId: 1, chatId: '0190a1b2-0000-7000-8000-000000000001' },
];

it('[ML5][ML6] says what it was written for, by the present secret or the one before', () => {
  for (const link of links) {
    const text = writeMailLink(link, key);
    expect(text).toMatch(/^[\w-]+\.[\w-]+$/);
    expect(readMailLink(text, [other, key], NOW)).toEqual(link);
    expect(readMailLink(text, [other], NOW)).toBeNull();
  }
});

it('[ML5] a link that opens is over one day, and one that stops never is', () => {
  const [opens, stops] = links.map((link) => writeMailLink(link, key));
  expect(readMailLink(opens ?? '', [key], NOW + 1001)).toBeNull();
  expect(readMailLink(stops ?? '', [key], NOW * 2)).toEqual(links[1]);
});

it('[ML5][ML6] a link that somebody changed is none', () => {
  const text = writeMailLink(links[2] as MailLink, key);
  const [body = '', signature = ''] = text.split('.');
  const forged = Buffer.from(Buffer.from(body, 'base64url').toString().replace('\n1\n', '\n2\n')).toString('base64url');
  for (const bad of [
    `${forged}.${signature}`,
    body,
    `${body}.`,
    `.${signature}`,
    '',
    'x'.repeat(5000),
    `${text}.x`.slice(1),
  ]) {
    expect(readMailLink(bad, [key], NOW)).toBeNull();
  }
  for (let at = 0; at < text.length; at++) {
    const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
    const read = readMailLink(changed, [key], NOW);
    // The last letter of base64 has bits that say nothing.
    if (read !== null) expect(read).toEqual(links[2]);
  }
});
