import { SignJWT } from 'jose';

/** The secret that test servers share with the "host platform" of the tests. */
export const TEST_SECRET = 'a-secret-of-the-tests-that-is-long-enough-for-hs256';

const key = new TextEncoder().encode(TEST_SECRET);

/** A token as a host platform signs it with the shared secret; `expiresIn` as jose reads it (`2h`). */
export async function hostToken(
  claims: { sub: number | string; [claim: string]: unknown },
  expiresIn = '2h',
): Promise<string> {
  const { sub, ...rest } = claims;
  return new SignJWT({ ...rest, ...(typeof sub === 'number' ? { userId: sub } : {}) })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(sub))
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(key);
}
