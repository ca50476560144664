import { types } from 'pg';

const INT8 = 20;
const TIMESTAMPTZ = 1184;
const INT8_ARRAY = 1016;
const INT2_ARRAY = 1005;
const INT4_ARRAY = 1007;
const UUID_ARRAY = 2951;

const driversTimestamptz = types.getTypeParser(TIMESTAMPTZ, 'text') as (text: string) => unknown;

function int8(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`the bigint ${text} is too large for a number`);
  return number;
}

const UTC = '+00';

/** The driver's own takes it apart with regular expressions; in UTC it is a date as JavaScript writes them, nearly. */
function timestamptz(text: string): unknown {
  if (!text.endsWith(UTC) || text[4] !== '-') return driversTimestamptz(text);
  return new Date(`${text.slice(0, 10)}T${text.slice(11, -UTC.length)}Z`);
}

const parseArray = <T>(text: string, element: (text: string) => T): (T | null)[] =>
  text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((entry) => (entry === 'NULL' ? null : element(entry)));

/**
 * How values of the database become values of JavaScript: as `pg` does it, but `bigint` is a number. Every bigint here
 * (seq, revision, counts) stays far below 2^53; one that does not is refused rather than rounded.
 */
export const valueTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    if (format !== 'binary') {
      if (oid === INT8) return int8;
      if (oid === TIMESTAMPTZ) return timestamptz;
      if (oid === INT8_ARRAY) return (text) => parseArray(text, int8);
      // The driver's own goes through them character by character.
      if (oid === INT2_ARRAY || oid === INT4_ARRAY) return (text) => parseArray(text, Number);
      if (oid === UUID_ARRAY) return (text) => parseArray(text, String);
    }
    return types.getTypeParser(oid, format ?? 'text') as (value: string) => unknown;
  },
};
