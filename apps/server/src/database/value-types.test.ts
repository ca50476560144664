import { types } from 'pg';
import { describe, expect, it } from 'vitest';
import { valueTypes } from './value-types.js';

const TIMESTAMPTZ = 1184;
const ours = valueTypes.getTypeParser(TIMESTAMPTZ);
const drivers = types.getTypeParser(TIMESTAMPTZ, 'text') as (text: string) => unknown;

describe('a time of the database', () => {
  it.each([
    '2026-11-27 13:37:00+00',
    '2026-11-27 13:37:00.1+00',
    '2026-11-27 13:37:00.123456+00',
    '2026-11-27 13:37:00.999999+00',
    '1970-01-01 00:00:00+00',
    '1969-12-31 23:59:59.5+00',
    '0001-01-01 00:00:00+00',
    '20000-01-01 00:00:00+00',
    '0044-03-15 12:00:00+00 BC',
    '2026-11-27 13:37:00.123456+05:30',
    '2026-11-27 13:37:00-03',
    'infinity',
    '-infinity',
  ])('%s is what the driver makes of it', (text) => {
    expect(ours(text)).toEqual(drivers(text));
  });
});
