import { expect, it } from 'vitest';
import { uuidArray } from './uuid-array.js';

const hex = (values: readonly (string | null)[]) => uuidArray(values).toString('hex');

it('writes UUIDs as PostgreSQL sends them: in either case, with and without nulls', () => {
  const length = '00000010';
  const header = '00000001' + '00000000' + '00000b86' + '00000002' + '00000001';
  expect(hex(['01234567-89ab-cdef-0123-456789abcdef', 'FEDCBA98-7654-3210-FEDC-BA9876543210'])).toBe(
    header + length + '0123456789abcdef0123456789abcdef' + length + 'fedcba9876543210fedcba9876543210',
  );
  const withNull = '00000001' + '00000001' + '00000b86' + '00000002' + '00000001';
  expect(hex([null, 'ffffffff-ffff-ffff-ffff-ffffffffffff'])).toBe(
    withNull + 'ffffffff' + length + 'ffffffffffffffffffffffffffffffff',
  );
});
