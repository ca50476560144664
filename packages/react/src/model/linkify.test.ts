import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkify } from './linkify.js';

const links = (text: string) => linkify(text).flatMap((part) => (part.kind === 'link' ? [[part.text, part.href]] : []));

describe('[LK1] links in a message', () => {
  test.each([
    ['see https://example.com/a?b=c#d', 'https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['www.example.com is it', 'www.example.com', 'https://www.example.com/'],
    [
      '(https://en.wikipedia.org/wiki/Pipe_(fluid))',
      'https://en.wikipedia.org/wiki/Pipe_(fluid)',
      'https://en.wikipedia.org/wiki/Pipe_(fluid)',
    ],
    ['Ask bilal@example.pk.', 'bilal@example.pk', 'mailto:bilal@example.pk'],
    ['mailto:a@b.org?subject=Hi', 'mailto:a@b.org?subject=Hi', 'mailto:a@b.org?subject=Hi'],
    ['tel:+92-300-1234567!', 'tel:+92-300-1234567', 'tel:+92-300-1234567'],
    ['یہ دیکھیں https://example.pk۔', 'https://example.pk', 'https://example.pk/'],
  ])('%s', (text, shown, href) => expect(links(text)).toEqual([[shown, href]]));

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt://example.com/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1) file:///etc/passwd ftp://example.com blob:x',
    'https://paypal.com@evil.example',
    'https://example.com\u202egpj.exe',
    'https://',
    'http://intranet',
    'tel:javascript',
    'mailto:nobody',
    '3.14 and so on...and on',
  ])('%s is not a link', (text) => expect(links(text)).toEqual([]));

  test('markup stays text', () => {
    const parts = linkify('<a href="https://example.com/x">y</a>');
    expect(parts.map((part) => part.text).join('')).toBe('<a href="https://example.com/x">y</a>');
    expect(links('<a href="https://example.com/x">y</a>')).toEqual([
      ['https://example.com/x', 'https://example.com/x'],
    ]);
  });

  test('nothing is lost, and every link has one of the four schemes', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('https://', 'www.', 'a@b.co', 'javascript:', 'tel:', '(', ').', ' ', '\u202e'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const parts = linkify(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const part of parts) {
          if (part.kind === 'link') expect(part.href).toMatch(/^(https?|mailto|tel):/i);
        }
      }),
    );
  });

  test('a long hostile text takes no time', () => {
    const times = [1, 2, 3].map(() => {
      const started = performance.now();
      linkify(`${'a.'.repeat(2000)}@`);
      linkify('https://'.repeat(500) + ')'.repeat(3000));
      return performance.now() - started;
    });
    // The best of three: what the work takes, not what else the machine does.
    expect(Math.min(...times)).toBeLessThan(200);
  });
});
