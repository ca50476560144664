import { createHmac, createSecretKey } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, type JWTVerifyOptions, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { verifiedInTurn } from './same-turn-hmac.js';

const SECRET = 'a secret that is long enough for this test, 0123456789';
const key = createSecretKey(SECRET, 'utf8');
const NOW = 1_800_000_000;
const times: JWTVerifyOptions = { clockTolerance: 30, currentDate: new Date(NOW * 1000), requiredClaims: ['exp'] };

const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const sign = (text: string, secret = SECRET, hash = 'sha256'): string =>
  `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
const HEAD = { alg: 'HS256', typ: 'JWT' };
const CLAIMS = { sub: '7', role: 'customer', exp: NOW + 60 };
const token = (claims: unknown = CLAIMS, head: unknown = HEAD): string => sign(`${part(head)}.${part(claims)}`);
const GOOD = token();
const [head = '', claims = '', signature = ''] = GOOD.split('.');
const lastChanged = (text: string): string => text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A');
/** The same bytes, written with other bits at the end that no byte has. */
const otherTail = (text: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1) ?? '') ^ 1];
};

const CORPUS: Readonly<Record<string, string>> = {
  'as it should be': GOOD,
  'a header of its algorithm alone': token(CLAIMS, { alg: 'HS256' }),
  'a kid and a typ of the host': token(CLAIMS, { alg: 'HS256', typ: 'at+jwt', kid: '../../etc/passwd' }),
  'claims beyond ASCII': token({ ...CLAIMS, name: 'Zoë 李 😀' }),
  'a claim named __proto__': sign(`${part(HEAD)}.${part('{"exp":1800000060,"__proto__":{"role":"admin"}}')}`),
  'a claim twice': sign(`${part(HEAD)}.${part('{"exp":1,"exp":1800000060,"sub":"1"}')}`),
  'expired, within the leeway': token({ ...CLAIMS, exp: NOW - 29 }),
  'expired at the leeway': token({ ...CLAIMS, exp: NOW - 30 }),
  'expired long ago': token({ ...CLAIMS, exp: 1 }),
  'no exp': token({ sub: '7' }),
  'exp as text': token({ ...CLAIMS, exp: String(NOW + 60) }),
  'exp null': token({ ...CLAIMS, exp: null }),
  'exp beyond all numbers': sign(`${part(HEAD)}.${part('{"exp":1e999}')}`),
  'not yet, within the leeway': token({ ...CLAIMS, nbf: NOW + 30 }),
  'not yet': token({ ...CLAIMS, nbf: NOW + 31 }),
  'iat as text': token({ ...CLAIMS, iat: 'today' }),
  'claims that are a list': token([1, 2]),
  'claims that are null': token('null'),
  'claims that are no JSON': token('{"exp":1800000060'),
  'claims that are no UTF-8': sign(`${part(HEAD)}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}`),
  'no claims': sign(`${part(HEAD)}.`),
  'alg none, signed': token(CLAIMS, { alg: 'none' }),
  'alg none, not signed': `${part({ alg: 'none' })}.${part(CLAIMS)}.`,
  'alg nOnE': `${part({ alg: 'nOnE' })}.${part(CLAIMS)}.`,
  'alg HS512 with the right hash': sign(`${part({ alg: 'HS512' })}.${part(CLAIMS)}`, SECRET, 'sha512'),
  'alg HS512, signed as HS256': token(CLAIMS, { alg: 'HS512' }),
  'alg HS256, signed as HS512': sign(`${part(HEAD)}.${part(CLAIMS)}`, SECRET, 'sha512'),
  'alg RS256, signed with the secret': token(CLAIMS, { alg: 'RS256' }),
  'alg in small letters': token(CLAIMS, { alg: 'hs256' }),
  'alg with a blank': token(CLAIMS, { alg: 'HS256 ' }),
  'alg in a list': token(CLAIMS, { alg: ['HS256'] }),
  'no alg': token(CLAIMS, { typ: 'JWT' }),
  'a header twice alg': sign(`${part('{"alg":"none","alg":"HS256"}')}.${part(CLAIMS)}`),
  'a header that is a list': token(CLAIMS, ['HS256']),
  'a header that is no JSON': sign(`${part('{"alg":"HS256"')}.${part(CLAIMS)}`),
  'crit that nobody knows': token(CLAIMS, { ...HEAD, crit: ['admin'], admin: true }),
  'crit empty': token(CLAIMS, { ...HEAD, crit: [] }),
  'b64 false, with crit': sign(`${part({ ...HEAD, b64: false, crit: ['b64'] })}.${part(CLAIMS)}`),
  'b64 false, without crit': token(CLAIMS, { ...HEAD, b64: false }),
  'b64 true, with crit': token(CLAIMS, { ...HEAD, b64: true, crit: ['b64'] }),
  'another secret': sign(`${head}.${claims}`, `${SECRET} `),
  'an empty secret': sign(`${head}.${claims}`, ''),
  'other claims under the same signature': `${head}.${part({ ...CLAIMS, role: 'admin' })}.${signature}`,
  'another header under the same signature': `${part({ alg: 'HS256' })}.${claims}.${signature}`,
  'a signature cut short': `${head}.${claims}.${signature.slice(0, -1)}`,
  'half a signature': `${head}.${claims}.${signature.slice(0, 20)}`,
  'no signature': `${head}.${claims}.`,
  'a signature too long': `${head}.${claims}.${signature}A`,
  'a signature with its last letter changed': `${head}.${claims}.${lastChanged(signature)}`,
  'a signature with other bits at its end': `${head}.${claims}.${otherTail(signature)}`,
  'a signature padded': `${head}.${claims}.${signature}=`,
  'a signature padded too much': `${head}.${claims}.${signature}==`,
  'a signature in the other alphabet': `${head}.${claims}.${signature.replaceAll('-', '+').replaceAll('_', '/')}`,
  'a signature in hex': `${head}.${claims}.${Buffer.from(signature, 'base64url').toString('hex')}`,
  'a signature with a blank': `${head}.${claims}.${signature.slice(0, 9)} ${signature.slice(9)}`,
  'a signature with a line after it': `${GOOD}\n`,
  'a signature in letters whose low bytes are right': `${head}.${claims}.${String.fromCodePoint((signature.codePointAt(0) ?? 0) + 0x100)}${signature.slice(1)}`,
  'a NUL after it': `${GOOD}\0`,
  'claims padded, and signed so': sign(`${head}.${part({ ...CLAIMS, x: 1 })}==`),
  'claims with a blank, and signed so': sign(`${head}.${claims.slice(0, 8)} ${claims.slice(8)}`),
  'claims beyond base64, and signed so': sign(`${head}.${claims}é`),
  'a lone surrogate in the claims, and signed so': sign(`${head}.${claims}\uD800`),
  'a header padded, and signed so': sign(`${part({ alg: 'HS256' })}=.${claims}`),
  'four parts': `${GOOD}.`,
  'four parts, signed so': sign(`${head}.${claims}.x`),
  'five parts, signed so': sign(`${head}.${claims}.x.y`),
  'two parts': `${head}.${claims}`,
  'dots alone': '..',
  nothing: '',
  'Bearer before it': `Bearer ${GOOD}`,
};

/** Claims, or the error; `refused` is whatever is neither of two that callers are told apart. */
type Verdict = { readonly claims: unknown } | { readonly error: string };
const verdictOf = (error: unknown): Verdict => {
  const { code = '' } = error as { code?: string };
  return { error: code === 'ERR_JWT_EXPIRED' ? 'expired' : 'refused' };
};

async function joses(text: string): Promise<Verdict> {
  try {
    const { payload } = await jwtVerify(text, new TextEncoder().encode(SECRET), { ...times, algorithms: ['HS256'] });
    return { claims: payload };
  } catch (error) {
    return verdictOf(error);
  }
}

/** Null: it leaves the token to jose. */
function ours(text: string): Verdict | null {
  try {
    const payload = verifiedInTurn(text, decodeProtectedHeader(text), key, times);
    return payload === null ? null : { claims: payload };
  } catch (error) {
    return verdictOf(error);
  }
}

describe('[AU26] a signature that is checked in the same turn', () => {
  it.each(Object.entries(CORPUS))('%s: jose says the same', async (_, text) => {
    const verdict = await joses(text);
    expect(ours(text) ?? verdict).toEqual(verdict);
  });

  it('is checked here for every token that is as tokens are, whoever wrote it', async () => {
    const theirs = await new SignJWT({ role: 'customer' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('7')
      .setExpirationTime(NOW + 60)
      .sign(new TextEncoder().encode(SECRET));
    for (const text of [GOOD, theirs, token(CLAIMS, { alg: 'HS256' }), token({ ...CLAIMS, name: 'Zoë' })])
      expect(ours(text)).toMatchObject({ claims: { sub: '7' } });
  });

  it('lets no single letter of a token be another', async () => {
    for (let at = 0; at < GOOD.length; at += 1) {
      const changed = GOOD.slice(0, at) + (GOOD[at] === 'x' ? 'y' : 'x') + GOOD.slice(at + 1);
      const verdict = await joses(changed);
      expect([at, ours(changed) ?? verdict]).toEqual([at, verdict]);
    }
  });
});
