import { createSecretKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Account } from '@stm-chat/protocol';
import {
  type CryptoKey,
  errors,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyOptions,
  type ProtectedHeaderParameters,
  SignJWT,
} from 'jose';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { secretWeakness } from '../../config/jwt-secret.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { verifiedInTurn } from './same-turn-hmac.js';

/** In `iss` of our own tokens: a host platform that shares the secret signs tokens without sessions of ours. */
export const OWN_ISSUER = 'stm-chat';

/** The shared secrets: the present one signs, and the one before the last rotation is still verified. */
@Injectable()
export class SecretKeys {
  /** Imported once: a key made anew for every token costs ten times the verification. */
  readonly #keys: Promise<readonly [CryptoKey, ...CryptoKey[]]>;
  /** The present one, for the way that nearly every token goes. */
  readonly #present: KeyObject;
  /** Seconds that our access tokens live; never longer than the session that they belong to. */
  readonly expiresIn: number;

  constructor(
    @Inject(CONFIG) { auth, server }: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#keys = importAll(auth.jwtSecret, auth.jwtSecretPrevious);
    this.#present = createSecretKey(auth.jwtSecret, 'utf8');
    if (server.production && auth.jwtSecretPrevious !== null && secretWeakness(auth.jwtSecretPrevious) !== null) {
      logger.warn(
        {},
        'JWT_SECRET_PREVIOUS is weak, and who knows it can sign tokens: unset it when JWT_EXPIRES_IN has passed',
      );
    }
    this.expiresIn = Math.min(auth.accessTokenSeconds, auth.refreshTokenSeconds);
  }

  /** An access token of our own. */
  async sign({ id, role, name }: Account, sessionId: string): Promise<string> {
    const [key] = await this.#keys;
    const now = Math.floor(this.clock.now() / 1000);
    return new SignJWT({ role, ...(name === '' ? {} : { name }), sid: sessionId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(OWN_ISSUER)
      .setSubject(String(id))
      .setIssuedAt(now)
      .setExpirationTime(now + this.expiresIn)
      .sign(key);
  }

  /** @param header of the token, decoded. @throws what jose throws */
  async verify(token: string, header: ProtectedHeaderParameters, options: JWTVerifyOptions): Promise<JWTPayload> {
    const verified = verifiedInTurn(token, header, this.#present, options);
    if (verified !== null) return verified;
    const [present, ...previous] = await this.#keys;
    const pinned = { ...options, algorithms: ['HS256'] };
    for (const older of previous) {
      try {
        return (await jwtVerify(token, present, pinned)).payload;
      } catch (error) {
        if (error instanceof errors.JWSSignatureVerificationFailed)
          return (await jwtVerify(token, older, pinned)).payload;
        throw error;
      }
    }
    return (await jwtVerify(token, present, pinned)).payload;
  }
}

async function importAll(present: string, previous: string | null): Promise<readonly [CryptoKey, ...CryptoKey[]]> {
  const first = await importSecret(present);
  return previous === null ? [first] : [first, await importSecret(previous)];
}

function importSecret(secret: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(secret);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}
