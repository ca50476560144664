import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { attemptBatch } from './attempt-batch.js';
import { PendingAppend } from './pending-append.js';
import { request } from './testing/appender-fixture.js';

const failing = (...codes: string[]) => {
  const left = [...codes];
  return () => Promise.reject(Object.assign(new Error('it failed'), { code: left.shift() ?? 'none' }));
};
const pending = () => new PendingAppend(request(v7(), 'x'), v7());
const NOT_KNOWN = { code: 'unavailable', message: expect.stringMatching(/^It is not known/) };

it('[DL13] says that nothing was stored only when no earlier try may have', async () => {
  expect(await attemptBatch([pending()], failing('55P03'))).toMatchObject([
    { kind: 'failed', error: { code: 'unavailable', message: expect.stringMatching(/busy/) } },
  ]);
  for (const later of [['55P03'], ['40P01', '40P01', '40P01', '40P01'], ['ECONNRESET']]) {
    expect(await attemptBatch([pending()], failing('ECONNRESET', ...later))).toMatchObject([
      { kind: 'failed', error: NOT_KNOWN },
    ]);
  }
});
