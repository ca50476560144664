import { isObject } from '../transport/wire-answer.js';

/** Renewed this long before it expires. */
const LEAD_MS = 60_000;
const SOONEST_MS = 10_000;

/**
 * In how many milliseconds an open connection needs another token; undefined when the token does not tell. This
 * device's clock may be wrong by hours: a token that seems to be expired, or to be valid for longer than its own life,
 * counts from now. Should that be wrong, the server says `token_expired`, which is recovered from too.
 */
export function renewIn(token: string, now: number): number | undefined {
  const claims = readClaims(token);
  if (claims === undefined) return undefined;
  const life = claims.exp - claims.iat;
  const left = claims.exp - now;
  const usable = left > 0 && left <= life ? left : life;
  return Math.max(SOONEST_MS, usable - Math.min(LEAD_MS, usable / 2));
}

/**
 * Whose token it is, as far as it tells, by the server's own rule: `sub`, or `userId` where `sub` is something else than a
 * number. Nothing is trusted because of it: the server says whom it takes a connection for.
 */
export function userIdIn(token: string): number | undefined {
  const claims = readPayload(token);
  return claims === undefined ? undefined : (numberOf(claims['sub']) ?? numberOf(claims['userId']));
}

function numberOf(claim: unknown): number | undefined {
  const text = typeof claim === 'number' ? String(claim) : claim;
  return typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}

/** `exp` and `iat` in milliseconds. */
function readClaims(token: string): { exp: number; iat: number } | undefined {
  const claims = readPayload(token);
  if (claims === undefined) return undefined;
  const { exp, iat } = claims;
  return typeof exp === 'number' && typeof iat === 'number' && exp > iat
    ? { exp: exp * 1000, iat: iat * 1000 }
    : undefined;
}

/** Read without checking the signature: that is the server's business. */
function readPayload(token: string): Record<string, unknown> | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return isObject(claims) ? claims : undefined;
  } catch {
    // Not a JWT: hosts may use tokens that only their servers can read.
    return undefined;
  }
}
