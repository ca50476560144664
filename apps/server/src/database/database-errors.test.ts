import { describe, expect, it } from 'vitest';
import { connectionIsLost, failureKind } from './database-errors.js';

const failed = (code: string, severity = 'ERROR') => Object.assign(new Error(code), { code, severity });

describe('a failure of the database', () => {
  it.each([
    ['a unique violation', failed('23505'), 'statement', false],
    ['a statement time-out', failed('57014'), 'busy', false],
    ['a deadlock', failed('40P01'), 'conflict', false],
    ['too many connections', failed('53300', 'FATAL'), 'busy', false],
    ['a transaction that did nothing for too long', failed('25P03', 'FATAL'), 'busy', true],
    ['a server that is the primary no more', failed('25006'), 'busy', true],
    ['a shutdown', failed('57P01', 'FATAL'), 'connection', true],
    ['a session that was idle for too long', failed('57P05', 'FATAL'), 'connection', true],
    ['a refusal of PgBouncer', failed('08P01', 'FATAL'), 'connection', true],
    ['a refusal of another pooler', failed('XX000', 'FATAL'), 'connection', true],
    ['an internal error', failed('XX000'), 'statement', false],
    ['a cut wire', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 'connection', true],
    ['an answer that never came', new Error('Query read timeout'), 'connection', true],
    ['a number that is too large', new RangeError('too large'), 'statement', false],
  ])('knows %s', (_, error, kind, lost) => {
    expect(failureKind(error)).toBe(kind);
    expect(connectionIsLost(error)).toBe(lost);
  });
});
