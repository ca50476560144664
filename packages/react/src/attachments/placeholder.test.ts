import { rgbaToThumbHash } from 'thumbhash';
import { expect, test } from 'vitest';
import { placeholderOf } from './placeholder.js';

test('[FI7] the placeholder is a picture, and what is none gives none', () => {
  const red = Uint8Array.from({ length: 8 * 4 * 4 }, (_, at) => (at % 4 === 0 || at % 4 === 3 ? 255 : 0));
  const hash = btoa(String.fromCharCode(...rgbaToThumbHash(8, 4, red)));
  expect(placeholderOf(hash)).toMatch(/^data:image\/png;base64,[\w+/=]+$/);
  for (const none of ['***', '', btoa('abc'), undefined]) expect(placeholderOf(none)).toBeUndefined();
});
