import { expect, it } from 'vitest';
import { addressToOpen } from './greeting.js';

it.each([
  [null, '127.0.0.1', 'http://localhost:8000'],
  [null, '0.0.0.0', 'http://localhost:8000'],
  [null, '::', 'http://localhost:8000'],
  [null, '10.0.0.7', 'http://10.0.0.7:8000'],
  [null, 'fd00::7', 'http://[fd00::7]:8000'],
  ['https://chat.example.com', '0.0.0.0', 'https://chat.example.com'],
])('with PUBLIC_URL %s on %s it is opened at %s', (publicUrl, host, address) => {
  expect(addressToOpen(8000, { publicUrl, host })).toBe(address);
});
