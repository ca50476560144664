import { describe, expect, test } from 'vitest';
import { makeMember, PEOPLE } from '../testing/fixtures.js';
import { createFormats } from './formats.js';
import { en } from './locales/en.js';
import { presenceText } from './presence.js';
import { createTexts } from './texts.js';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 2, day, hour, minute).toISOString();
const now = Date.parse(at(14, 14, 30));
const t = createTexts('en-GB', en);
const of = (online: boolean, last_seen: string | null) =>
  presenceText(makeMember(PEOPLE.provider, { online, last_seen }), now, t, createFormats('en-GB'));

describe('presence in words', () => {
  test.each([
    [at(14, 14, 5), 'last seen today 14:05'],
    [at(14, 23), 'last seen today 23:00'],
    [at(13, 23, 59), 'last seen yesterday 23:59'],
    [at(9, 8), 'last seen Monday 08:00'],
  ])('%s: %s', (seen, text) => expect(of(false, seen)).toBe(text));

  test('a week later the date is enough', () => {
    expect(of(false, at(2, 8))).toMatch(/^last seen Mon,? 2 March$/);
  });

  test('online counts before any time, and what nobody knows is not said', () => {
    expect(of(true, at(13, 8))).toBe('Online');
    expect(of(false, null)).toBe('');
  });
});

test('the hour is that of the viewer’s own zone', () => {
  const zone = process.env['TZ'];
  const seen = '2026-03-14T14:05:00.000Z';
  const later = Date.parse(seen) + 60_000;
  const inZone = (name: string) => {
    process.env['TZ'] = name;
    const member = makeMember(PEOPLE.provider, { last_seen: seen });
    return presenceText(member, later, t, createFormats('en-GB'));
  };
  try {
    expect(inZone('Asia/Karachi')).toBe('last seen today 19:05');
    expect(inZone('America/Lima')).toBe('last seen today 09:05');
    expect(inZone('Pacific/Auckland')).toBe('last seen today 03:05');
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});
