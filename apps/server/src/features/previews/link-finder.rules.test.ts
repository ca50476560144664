import { describe, expect, it } from 'vitest';
import { firstLink } from './link-finder.rules.js';

describe('[LK2] the first link of a text', () => {
  it.each([
    ['see https://example.com/a?b=1#c.', 'https://example.com/a?b=1#c', 'https://example.com/a?b=1'],
    ['www.example.com!', 'www.example.com', 'https://www.example.com/'],
    ['(https://example.com/x_(y))', 'https://example.com/x_(y)', 'https://example.com/x_(y)'],
    ['ftp://a.org HTTP://Example.com', 'HTTP://Example.com', 'http://example.com/'],
    ['https://مثال.com/', 'https://مثال.com/', 'https://xn--mgbh0fb.com/'],
    ['http://example.com:8080/', 'http://example.com:8080/', 'http://example.com:8080/'],
    ['https://bank.com@evil.org https://ok.org', 'https://ok.org', 'https://ok.org/'],
  ])('%s', (text, written, url) => {
    expect(firstLink(text)).toEqual({ written, url });
    expect(text).toContain(written);
  });

  it.each([
    'no link',
    'https://user:secret@example.com',
    'http://localhost/',
    'http://example.com:25/',
    'https://exa\u200bmple.com',
    'mailto:a@example.com',
    'javascript:alert(1)//www',
    `https://example.com/${'x'.repeat(2000)}`,
    'https://',
  ])('none in %s', (text) => {
    expect(firstLink(text)).toBeUndefined();
  });

  it('is found in time that grows with the text alone', () => {
    const started = performance.now();
    firstLink(`${'www.'.repeat(1000)}${')'.repeat(3000)}`);
    firstLink('https://'.repeat(500));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
