import { expect, it } from 'vitest';
import { readTarget } from './target.js';

it('[LK3] a redirect may not give up encryption, nor hide behind a relative address', () => {
  const secure = new URL('https://shop.test/one');
  for (const to of ['http://shop.test/two', 'http://other.test/', 'http:\\\\shop.test/two'])
    expect(() => readTarget(to, false, secure)).toThrow('gives up encryption');
  for (const to of ['/two', '//other.test/', 'https://other.test/'])
    expect(readTarget(to, false, secure).url.protocol).toBe('https:');
  expect(readTarget('https://shop.test/', false, new URL('http://shop.test/')).url.protocol).toBe('https:');
});
