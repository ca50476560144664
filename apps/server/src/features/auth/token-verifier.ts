import { Inject, Injectable } from '@nestjs/common';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, type JWTVerifyOptions } from 'jose';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { CommandError } from '../../kernel/errors.js';
import { type HostUser, hostUserOf, lackOf } from './host-user.rules.js';
import { HOST_ALGORITHMS, HostKeys } from './host-keys.js';
import { OWN_ISSUER, SecretKeys } from './secret-keys.js';

/** A token whose signature and times are right; whether its user and session are, the database says. */
export type VerifiedToken =
  | { readonly kind: 'own'; readonly userId: number; readonly sessionId: string; readonly expiresAt: number }
  | { readonly kind: 'host'; readonly user: HostUser; readonly expiresAt: number };

/** Clocks of other machines differ by this much, in seconds. */
const LEEWAY_SECONDS = 30;
const TOKEN_MAX_LENGTH = 8192;
/** The last moment that can be written as ISO 8601 with four digits of year, in milliseconds. */
const END_OF_TIME = Date.UTC(9999, 11, 31);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Which key a token has to be signed with follows from its algorithm, and each key takes its own algorithms alone: a
 * public key is never taken for a shared secret.
 */
@Injectable()
export class TokenVerifier {
  constructor(
    @Inject(SecretKeys) private readonly secrets: SecretKeys,
    @Inject(HostKeys) private readonly hostKeys: HostKeys,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws CommandError `unauthorized`, `token_expired`; `unavailable` when the host's keys cannot be fetched */
  async verify(token: string): Promise<VerifiedToken> {
    try {
      const payload = await this.#verified(token);
      const verified = ownTokenOf(payload) ?? hostTokenOf(payload);
      if (verified === null)
        throw new CommandError('unauthorized', 'The token names no user, or no role that is known here.', {
          cause: new Error(lackOf(payload)),
        });
      return { ...verified, expiresAt: this.#end(payload) };
    } catch (error) {
      throw refusalOf(error);
    }
  }

  async #verified(token: string): Promise<JWTPayload> {
    if (token.length > TOKEN_MAX_LENGTH) throw new CommandError('unauthorized', 'The token is too long.');
    const header = decodeProtectedHeader(token);
    const { alg } = header;
    const times = {
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(this.clock.now()),
      requiredClaims: ['exp'],
    } satisfies JWTVerifyOptions;
    if (alg === 'HS256') return this.secrets.verify(token, header, times);
    const { jwks } = this.config.auth;
    if (jwks === null || alg === undefined || !HOST_ALGORITHMS.includes(alg)) {
      throw new CommandError('unauthorized', 'Tokens with this signature are not accepted here.');
    }
    const { issuer, audience } = jwks;
    return this.hostKeys.verify((key) => jwtVerify(token, key, { ...times, algorithms: [alg], issuer, audience }));
  }

  /** A token that only leeway let in is good until the leeway ends; else an open connection ends with its token. */
  #end({ exp = 0 }: JWTPayload): number {
    const ends = exp * 1000 > this.clock.now() ? exp : exp + LEEWAY_SECONDS;
    return Math.min(ends * 1000, END_OF_TIME);
  }
}

/** Null: not one that this server made. A host platform may have claims of these names, with other things in them. */
function ownTokenOf({ iss, sid, sub }: JWTPayload) {
  if (iss !== OWN_ISSUER || typeof sid !== 'string' || !UUID.test(sid) || sub === undefined) return null;
  return { kind: 'own', userId: Number(sub), sessionId: sid } as const;
}

function hostTokenOf(payload: JWTPayload) {
  const user = hostUserOf(payload);
  return user === null ? null : ({ kind: 'host', user } as const);
}

/** What jose found wrong is not said in detail: it helps only those who forge. */
function refusalOf(error: unknown): unknown {
  if (error instanceof errors.JWTExpired)
    return new CommandError('token_expired', 'The token has expired.', { cause: error });
  if (error instanceof errors.JOSEError || error instanceof TypeError) {
    return new CommandError('unauthorized', 'The token is not valid.', { cause: error });
  }
  return error;
}
