import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { clientAddress } from './client-address.js';

const request = (forwarded?: string) =>
  ({
    socket: { remoteAddress: '10.0.0.1' },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

it.each([
  ['without a trusted proxy the header is not believed', '6.6.6.6', 0, '10.0.0.1'],
  ['one proxy: what it saw', '1.1.1.1', 1, '1.1.1.1'],
  ['one proxy: what the client invented does not count', '6.6.6.6, 1.1.1.1', 1, '1.1.1.1'],
  ['two proxies', '6.6.6.6, 1.1.1.1, 2.2.2.2', 2, '1.1.1.1'],
  ['no header', undefined, 1, '10.0.0.1'],
  ['what is no address', `${'x'.repeat(9000)}`, 1, '10.0.0.1'],
  ['what only begins as one', '1.1.1.1; drop table', 1, '10.0.0.1'],
  ['an address with a port', '1.1.1.1:443', 1, '1.1.1.1'],
  ['IPv4 in IPv6', '::ffff:1.1.1.1', 1, '1.1.1.1'],
  ['IPv6: its network', '2001:DB8:0:7:a:b:c:d', 1, '2001:db8:0:7::/64'],
  ['another host of that network', '[2001:db8::7:0:0:0:1]:443', 1, '2001:db8:0:7::/64'],
  ['a short IPv6', '::1', 1, '0:0:0:0::/64'],
  ['IPv6 with a zone', 'fe80::1%eth0', 1, 'fe80:0:0:0::/64'],
])('[OR7] %s', (_, header, hops, address) => {
  expect(clientAddress(request(header), hops)).toBe(address);
});
