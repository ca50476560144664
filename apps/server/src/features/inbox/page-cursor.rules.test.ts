import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from './page-cursor.rules.js';

const cursor = {
  at: new Date('2026-03-01T10:00:00.123Z'),
  chatId: '0190b5a0-0000-7000-8000-00000000000a',
  asOf: new Date('2026-03-01T11:00:00.456Z'),
};

describe('the cursor of the list', () => {
  it('comes back as it was written, to the millisecond', () => {
    expect(readCursor(writeCursor(cursor))).toEqual(cursor);
  });

  it('is refused by name when no page wrote it', () => {
    const written = writeCursor(cursor);
    const garbage = [
      'x',
      '____',
      'null',
      written.slice(0, -4),
      `${written}AAAA`,
      Buffer.from(`1.1e3.5.${cursor.chatId}`).toString('base64url'),
      Buffer.from(`1.${'9'.repeat(14)}.5.${cursor.chatId}`).toString('base64url'),
      Buffer.from(`1.5.5.${cursor.chatId}\n`).toString('base64url'),
      Buffer.from(`2.5.5.${cursor.chatId}`).toString('base64url'),
    ];
    const refusal = { code: 'invalid_payload', message: 'cursor: is not one that an earlier page gave' };
    for (const text of garbage) expect(() => readCursor(text)).toThrow(expect.objectContaining(refusal));
  });
});
