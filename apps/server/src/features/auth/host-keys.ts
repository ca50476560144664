import { Inject, Injectable } from '@nestjs/common';
import {
  createRemoteJWKSet,
  type CryptoKey,
  customFetch,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyResult,
} from 'jose';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { unavailable } from '../../kernel/errors.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';

/** Signatures by key pairs alone: a shared secret is never read from the host's public keys. */
export const HOST_ALGORITHMS: readonly string[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** A key that we do not know may be new: then the set is fetched again, at most once in this time. */
const COOLDOWN_MS = 1000;
/** A key that the host took back is refused after this time. */
const MAX_AGE_MS = 600_000;
const FETCH_TIMEOUT_MS = 5000;

type Verify = (key: JWTVerifyGetKey | CryptoKey) => Promise<JWTVerifyResult>;

/** The public keys of the host platform, from its `JWKS_URL`. Its absence does not shut out whose key is known. */
@Injectable()
export class HostKeys {
  readonly #keys: JWTVerifyGetKey | null;
  #lastGood: string | null = null;
  #hostIsAway = false;

  constructor(
    @Inject(CONFIG) { auth }: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const options = {
      cooldownDuration: COOLDOWN_MS,
      cacheMaxAge: MAX_AGE_MS,
      timeoutDuration: FETCH_TIMEOUT_MS,
      [customFetch]: (url: string, request: RequestInit) => this.#fetch(url, request),
    };
    this.#keys = auth.jwks === null ? null : createRemoteJWKSet(new URL(auth.jwks.url), options);
  }

  /**
   * Verifies with the key that the token names, or with each that fits.
   * @throws what jose throws; CommandError `unavailable` when the key is not known and the host does not answer
   */
  async verify(verify: Verify): Promise<JWTPayload> {
    if (this.#keys === null) throw new errors.JWKSNoMatchingKey();
    try {
      return (await verify(this.#keys)).payload;
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) return this.#withEach(error, verify);
      if (error instanceof errors.JWKSNoMatchingKey && this.#hostIsAway) {
        throw unavailable('The host platform’s keys cannot be fetched at the moment. Please try again.', error);
      }
      throw error;
    }
  }

  async #withEach(keys: AsyncIterable<CryptoKey>, verify: Verify): Promise<JWTPayload> {
    for await (const key of keys) {
      try {
        return (await verify(key)).payload;
      } catch (error) {
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }

  /** The set as the host gives it, or as it last gave it. */
  async #fetch(url: string, request: RequestInit): Promise<Response> {
    try {
      const response = await fetch(url, request);
      if (response.status !== 200) throw new Error(`the answer's status is ${response.status}`);
      const text = await response.text();
      JSON.parse(text);
      this.#lastGood = text;
      this.#hostIsAway = false;
    } catch (error) {
      this.#hostIsAway = true;
      this.logger.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'JWKS_URL: cannot be fetched',
      );
      if (this.#lastGood === null) {
        throw unavailable('The host platform’s keys cannot be fetched at the moment. Please try again.', error);
      }
    }
    return new Response(this.#lastGood);
  }
}
