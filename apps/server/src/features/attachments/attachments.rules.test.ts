import { describe, expect, it } from 'vitest';
import { claimOf, cleanName, dispositionOf, nameOfType, readPeaks, servedAs } from './attachments.rules.js';
import { rangeOf } from './byte-range.rules.js';
import { hostileNames } from './testing/hostile-files.js';

describe('names', () => {
  it.each(hostileNames)('[FI9] %j is kept as %j', (given, kept) => {
    expect(cleanName(given)).toBe(kept);
  });

  it('[FI9] is never too long, and keeps its extension', () => {
    const long = cleanName(`${'a'.repeat(1000)}.jpeg`);
    expect(long).toMatch(/^a+\.jpeg$/);
    expect(long).toHaveLength(200);
  });

  it('[FI9] follows the type that an image was made anew as', () => {
    expect(nameOfType('scan.TIFF', 'image/jpeg')).toBe('scan.jpg');
    expect(nameOfType('photo.JPEG', 'image/jpeg')).toBe('photo.JPEG');
    expect(nameOfType('photo', 'image/png')).toBe('photo.png');
    expect(nameOfType('bill.txt', 'application/octet-stream')).toBe('bill.txt');
  });

  it('[FI15] go into a header that nothing in them can end', () => {
    const header = dispositionOf(false, `فاتورة "x"; a=b\\.pdf`);
    expect(header).toMatch(/^attachment; filename="[^"\\]*"; filename\*=UTF-8''[\w.%!~-]+$/);
    expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe(`فاتورة "x"; a=b\\.pdf`);
  });
});

describe('claims', () => {
  it.each([
    ['image/jpeg', 'a.bin', 'image'],
    ['image/svg+xml', 'a.svg', 'document'],
    ['AUDIO/WEBM;codecs=opus', 'a', 'audio'],
    ['application/pdf', 'a', 'pdf'],
    ['', 'photo.JPG', 'image'],
    ['application/octet-stream', 'bill.pdf', 'pdf'],
    ['', 'notes', 'document'],
    ['not a type', 'a.m4a', 'audio'],
  ])('[FI5] %j named %j claims to be %s', (type, name, claim) => {
    expect(claimOf(type, name)).toBe(claim);
  });
});

describe('what is shown in its place', () => {
  it('[FI15] is images, sounds and PDF alone', () => {
    for (const type of ['image/jpeg', 'image/gif', 'audio/webm', 'audio/mp4', 'application/pdf']) {
      expect(servedAs(type)).toMatchObject({ inline: true, contentType: type });
    }
    for (const type of ['text/html', 'image/svg+xml', 'text/plain', 'application/xml', 'video/mp4', '']) {
      expect(servedAs(type)).toMatchObject({ inline: false, contentType: 'application/octet-stream' });
      expect(servedAs(type).csp).toContain('sandbox');
    }
  });
});

describe('ranges', () => {
  it.each([
    [undefined, 'whole'],
    ['bytes=0-9', { from: 0, to: 10 }],
    ['bytes=90-', { from: 90, to: 100 }],
    ['bytes=90-500', { from: 90, to: 100 }],
    ['bytes=-10', { from: 90, to: 100 }],
    ['bytes=-500', { from: 0, to: 100 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=9-3', 'whole'],
    ['bytes=0-1,5-6', 'whole'],
    ['chapters=1-2', 'whole'],
    ['bytes=-', 'whole'],
  ])('[FI14] %s of 100 bytes', (header, range) => {
    expect(rangeOf(header, 100)).toEqual(range);
  });
});

describe('peaks', () => {
  it('[VO3] are 16 to 128 whole numbers from 0 to 100', () => {
    const list = (length: number, value = 50) => Array.from({ length }, () => value).join(',');
    expect(readPeaks(list(16, 100))).toHaveLength(16);
    expect(readPeaks(list(128, 0))).toHaveLength(128);
    for (const wrong of [
      '',
      list(15),
      list(129),
      list(20, 101),
      `${list(16)},`,
      `-1,${list(16)}`,
      `1.5,${list(16)}`,
      'x',
    ]) {
      expect(readPeaks(wrong)).toBeNull();
    }
  });
});
