import { createSecretKey } from 'node:crypto';
import { SignJWT } from 'jose';

/** What the servers and the "host platform" of a run share. */
export const SECRET = 'the-fault-tests-sign-their-tokens-with-this-secret';

export type Role = 'customer' | 'provider' | 'lsm' | 'admin';

const key = createSecretKey(Buffer.from(SECRET));

/** A token as a host platform signs it. */
export function signToken(userId: number, role: Role, expiresIn = '2h'): Promise<string> {
  return new SignJWT({ role, name: `${role} ${userId}` })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(userId))
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(key);
}
