import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { type JWTPayload, type JWTVerifyOptions, type ProtectedHeaderParameters, UnsecuredJWT } from 'jose';

/** `{"alg":"none"}`: what stands before claims whose signature was checked here. */
const CHECKED = 'eyJhbGciOiJub25lIn0';

/**
 * The claims of a token whose HS256 signature is right, in the same turn: jose's verification hops to a thread and back,
 * which costs a connect more than the signature does. Only what is written in the one canonical way is taken; of everything
 * else nothing is said here, and jose decides. Claims and times are read by jose in any case.
 * @param header of this token, as jose decoded it
 * @returns null: it is jose's to verify, or to refuse
 * @throws what jose throws of claims and times
 */
export function verifiedInTurn(
  token: string,
  header: ProtectedHeaderParameters,
  key: KeyObject,
  times: JWTVerifyOptions,
): JWTPayload | null {
  if (header.alg !== 'HS256' || 'crit' in header || 'b64' in header) return null;
  const parts = token.split('.');
  const [head = '', claims = '', signature = ''] = parts;
  if (parts.length !== 3) return null;
  const given = Buffer.from(signature);
  const right = Buffer.from(createHmac('sha256', key).update(`${head}.${claims}`).digest('base64url'));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return UnsecuredJWT.decode(`${CHECKED}.${claims}.`, times).payload;
}
