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
])('[OR7] %s', (_, header, hops, address) => {
  expect(clientAddress(request(header), hops)).toBe(address);
});
