import { describe, expect, test } from 'vitest';
import { chatPath, targetSeq } from './paths.js';

describe('addresses', () => {
  test('of a message are read as they are written', () => {
    const path = chatPath('00000000-0000-4000-8000-000000000001', 42);
    expect(targetSeq(path.slice(path.indexOf('?')))).toBe(42);
  });

  test.each(['', '?m=', '?m=0', '?m=-1', '?m=1e3', '?m=9999999999999999', '?n=4'])(
    '%s points to no message',
    (search) => expect(targetSeq(search)).toBeUndefined(),
  );
});
