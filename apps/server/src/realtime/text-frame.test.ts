import { expect, it } from 'vitest';
import { textFrame } from './text-frame.js';

const header = (bytes: number): number[] =>
  bytes < 126 ? [0x81, bytes] : [0x81, 126, Math.floor(bytes / 256), bytes % 256];

it.each([
  ['nothing', ''],
  ['ASCII', 'Hello'],
  ['ASCII that takes a longer header', 'a'.repeat(126)],
  ['letters of two bytes, as many as would fit one', 'é'.repeat(60)],
  ['letters of two bytes, of which as many take a longer header', 'é'.repeat(63)],
  ['an emoji among ASCII', `${'a'.repeat(200)}😀`],
  ['half an emoji, which becomes a replacement', 'a\uD83D'],
  ['a long text', 'é😀a'.repeat(5000)],
])('writes %s as a frame of its UTF-8', (_, text) => {
  const bytes = Buffer.from(text);
  expect(textFrame(text)).toEqual(Buffer.concat([Buffer.from(header(bytes.length)), bytes]));
});
