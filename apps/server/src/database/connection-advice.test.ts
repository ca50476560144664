import { describe, expect, it } from 'vitest';
import { unavailable } from '../kernel/errors.js';
import { connectionAdvice } from './connection-advice.js';

const url = 'postgresql://chat:s3cret@db.example.com:5432/postgres';
const failing = (code: string, message = code) => unavailable('away', Object.assign(new Error(message), { code }));
const v6 = async () => [{ family: 6 }];
const v4 = async () => [{ family: 6 }, { family: 4 }];

describe('the advice at a failed start', () => {
  it.each([
    ['28P01', 'password authentication failed', /user and the password/],
    ['3D000', 'database "x" does not exist', /Create that database/],
    ['08P01', 'unsupported startup parameter: statement_timeout', /transaction pooler/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate', /sslmode/],
    ['ECONNREFUSED', 'connect ECONNREFUSED', /Nothing listens/],
  ])('[DB4] for %s says what mends it', async (code, message, advice) => {
    const text = await connectionAdvice('DIRECT_URL', url, failing(code, message), v4);
    expect(text).toMatch(advice);
    expect(text).toContain('DIRECT_URL: no connection to db.example.com:5432/postgres');
    expect(text).not.toContain('s3cret');
  });

  it('names the session pooler where a host has only IPv6 addresses', async () => {
    expect(await connectionAdvice('DIRECT_URL', url, failing('ENETUNREACH'), v6)).toMatch(
      /IPv6[^]*session-mode pooler/,
    );
    expect(await connectionAdvice('DIRECT_URL', url, failing('ENETUNREACH'), v4)).not.toContain('IPv6');
    const timeout = unavailable('away', new Error('Connection terminated due to connection timeout'));
    expect(await connectionAdvice('DIRECT_URL', url, timeout, v6)).toContain('IPv6');
  });
});
