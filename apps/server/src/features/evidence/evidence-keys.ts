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
  readonly #signer: EvidenceSigner | null;
  readonly #published: readonly PublishedKey[];

  constructor(@Inject(CONFIG) { disputes }: Config) {
    const key = disputes.evidenceKey === null ? null : createPrivateKey(disputes.evidenceKey);
    const own = key === null ? [] : [publishedKey(createPublicKey(key), true)];
    const earlier = disputes.previousEvidenceKeys.map((pem) => publishedKey(createPublicKey(pem), false));
    this.#published = [...own, ...earlier.filter(({ kid }) => kid !== own[0]?.kid)];
    this.#signer =
      key === null || own[0] === undefined
        ? null
        : { kid: own[0].kid, publicKey: own[0].x, sign: (message) => sign(null, message, key) };
  }

  /** @throws CommandError `unavailable` where the operator has set no key */
  requireSigner(): EvidenceSigner {
    if (this.#signer === null)
      throw unavailable('This server has no key for evidence: its operator sets EVIDENCE_KEY.');
    return this.#signer;
  }

  /** What is published under `/.well-known/stm-chat-evidence.json`. */
  document() {
    return { format: EVIDENCE_FORMAT, verifier: '/api/evidence/verifier', keys: this.#published };
  }
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
