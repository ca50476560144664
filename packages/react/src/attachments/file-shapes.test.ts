import { expect, test } from 'vitest';
import { boxOf, clockOf, groupFiles, kindOf, sizeOf } from './file-shapes.js';

test('[FI7] an image has its box before it is there', () => {
  expect(boxOf({ width: 4000, height: 3000 })).toEqual({ width: 320, height: 240 });
  expect(boxOf({ width: 3000, height: 4000 })).toEqual({ width: 240, height: 320 });
  expect(boxOf({ width: 10_000, height: 20 })).toEqual({ width: 320, height: 96 });
  expect(boxOf({ width: 200, height: 100 })).toEqual({ width: 200, height: 100 });
  expect(boxOf({})).toEqual({ width: 240, height: 180 });
});

test('[FI15] nothing but the images that were made anew is shown as an image', () => {
  expect(['image/jpeg', 'image/svg+xml', 'text/html', 'audio/webm', 'application/pdf'].map(kindOf)).toEqual([
    ...['image', 'document', 'document', 'sound', 'document'],
  ]);
  const files = ['image/png', 'application/pdf', 'image/gif'].map((type) => ({ type }));
  expect(groupFiles(files).images).toHaveLength(2);
});

test('lengths and sizes in words', () => {
  expect([clockOf(0), clockOf(65_000), clockOf(3_725_000)]).toEqual(['0:00', '1:05', '1:02:05']);
  expect(sizeOf(840_000, 'en')).toBe('840 kB');
  expect(sizeOf(2_430_000, 'en')).toBe('2.4 MB');
});
