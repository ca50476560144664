import { describe, expect, it } from 'vitest';
import { bounceAddress, bounceKey, noMailboxStatus, readBounceAddress } from './bounces.rules.js';

const [now, before] = [bounceKey('a'.repeat(40)), bounceKey('b'.repeat(40))];
const whose = { userId: 2_147_483_647, hash: '0123456789abcdef0123456789abcdef' };
const read = { userId: whose.userId, hash: '0123456789ab' };

describe('[ML9] the address for what is returned', () => {
  it('says whose it was, whatever a mail server does to its case, and fits into 64 characters', () => {
    const address = bounceAddress('bounces@example.com', whose, now);
    expect(address).toMatch(/^bounces\+zik0zj-0123456789ab-[0-9a-f]{20}@example\.com$/);
    expect(address.split('@')[0]?.length).toBeLessThan(64);
    expect(readBounceAddress(`To: <${address.toUpperCase()}>`, [now])).toEqual(read);
    expect(readBounceAddress(bounceAddress('b@example.com', whose, before), [now, before])).toEqual(read);
  });

  it('that somebody made is none', () => {
    const address = bounceAddress('bounces@example.com', whose, now);
    for (const forged of [
      address.replace('zik0zj', 'zik0zi'),
      address.replace('0123456789ab', '0123456789ac'),
      address.replace(/.@/, '@'),
      'bounces@example.com',
      bounceAddress('bounces@example.com', whose, before),
      '',
    ]) {
      expect(readBounceAddress(forged, [now])).toBeNull();
    }
  });
});

const returned = (action: string, status: string, type = 'multipart/report; report-type=delivery-status; boundary=x') =>
  [
    'From: MAILER-DAEMON@mx.example.com',
    `Content-Type: ${type}`,
    '',
    '--x',
    'Content-Type: text/plain',
    '',
    'I am sorry: Status: 5.1.1',
    '--x',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    '',
    'Final-Recipient: rfc822; ann@example.com',
    `Action: ${action}`,
    `Status: ${status} (bad destination)`,
    '',
    '--x--',
  ].join('\r\n');

it('[ML9] a returned mail says whether there is no such mailbox, or something else', () => {
  for (const status of ['5.1.1', '5.1.10', '5.2.0', '5.2.1'])
    expect(noMailboxStatus(returned('failed', status))).toBe(status);
  for (const status of ['5.2.2', '5.7.1', '4.4.1', '5.3.0'])
    expect(noMailboxStatus(returned('failed', status))).toBeNull();
  expect(noMailboxStatus(returned('delayed', '5.1.1'))).toBeNull();
  expect(noMailboxStatus('Subject: I am on holiday\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n')).toBeNull();
  expect(noMailboxStatus('')).toBeNull();
});
