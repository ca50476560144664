import { createSecretKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { SECRET } from '../targets/target.js';

const key = createSecretKey(Buffer.from(SECRET));

/** A token as a host platform signs it. */
export function signToken(userId: number, role: 'customer' | 'provider' | 'lsm' | 'admin'): Promise<string> {
  return new SignJWT({ role, name: `${role} ${userId}` })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(userId))
    .setExpirationTime('2h')
    .sign(key);
}
