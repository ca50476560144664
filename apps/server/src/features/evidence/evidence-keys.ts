import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { unavailable } from '../../kernel/errors.js';
import { EVIDENCE_FORMAT, type EvidenceSigner } from './evidence-chain.rules.js';

export interface PublishedKey {
  readonly kid: string;
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
  /** Whether evidence is signed with it now. */
  readonly current: boolean;
}

/** The key that signs evidence, and all public keys that ever did. */
@Injectable()
export class EvidenceKeys {
  #known: KeyRing | null = null;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** @throws CommandError `unavailable` where the operator has set no key */
  requireSigner(): EvidenceSigner {
    const { signer } = this.#keys();
    if (signer === null) throw unavailable('This server has no key for evidence: its operator sets EVIDENCE_KEY.');
    return signer;
  }

  /** What is published under `/.well-known/stm-chat-evidence.json`. */
  document() {
    return { format: EVIDENCE_FORMAT, verifier: '/api/evidence/verifier', keys: this.#keys().published };
  }

  /** Read when they are first wanted. */
  #keys(): KeyRing {
    this.#known ??= keyRing(this.config.disputes);
    return this.#known;
  }
}

interface KeyRing {
  readonly signer: EvidenceSigner | null;
  readonly published: readonly PublishedKey[];
}

function keyRing({ evidenceKey, previousEvidenceKeys }: Config['disputes']): KeyRing {
  const pem = evidenceKey();
  const key = pem === null ? null : createPrivateKey(pem);
  const own = key === null ? undefined : publishedKey(createPublicKey(key), true);
  const earlier = previousEvidenceKeys.map((one) => publishedKey(createPublicKey(one), false));
  return {
    signer:
      key === null || own === undefined
        ? null
        : { kid: own.kid, publicKey: own.x, sign: (message) => sign(null, message, key) },
    published: [...(own === undefined ? [] : [own]), ...earlier.filter(({ kid }) => kid !== own?.kid)],
  };
}

function publishedKey(key: KeyObject, current: boolean): PublishedKey {
  const { x } = key.export({ format: 'jwk' });
  if (x === undefined) throw new Error('a key for evidence has to be an Ed25519 key');
  return { kid: keyId(x), kty: 'OKP', crv: 'Ed25519', x, use: 'sig', alg: 'EdDSA', current };
}

/** The first 16 hexadecimal digits of the SHA-256 of the raw public key: short enough to be compared by eye. */
export function keyId(x: string): string {
  return createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex').slice(0, 16);
}
