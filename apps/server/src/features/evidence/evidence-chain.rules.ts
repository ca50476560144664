import { createHash } from 'node:crypto';

/**
 * The form of an evidence file: lines of JSON, each ended by a line feed.
 *
 *   {"n":1,"type":"header","salt":"…","body":{…}}        n counts from 1; the salt is 16 random bytes in base64url
 *   …
 *   {"type":"signature","format":"stm-chat-evidence/1","records":N,"chain":"…","kid":"…","public_key":"…","signature":"…"}
 *
 * leaf(n) = SHA-256(the bytes of line n, without its line feed); chain(0) = 32 zero bytes;
 * chain(n) = SHA-256(chain(n − 1) ‖ leaf(n)). The signature (Ed25519) is over the text
 * `stm-chat-evidence/1\n<N>\n<chain(N) in hex>\n`, so that every byte of the file, the order and the number of its lines are
 * under it. The salts keep what is not known from being guessed from a leaf's hash alone. `verifier/verify-evidence.mjs`
 * is the other side, without a line in common with this.
 */
export const EVIDENCE_FORMAT = 'stm-chat-evidence/1';

export interface EvidenceSigner {
  readonly kid: string;
  /** Raw, 32 bytes, in base64url. */
  readonly publicKey: string;
  /** @returns 64 bytes */
  sign(message: Buffer): Buffer;
}

export class EvidenceChain {
  #records = 0;
  #chain = Buffer.alloc(32);

  /** @param salt gives 16 random bytes */
  constructor(private readonly salt: () => Buffer) {}

  /** The next line, with its line feed. */
  line(type: string, body: unknown): string {
    this.#records++;
    const text = JSON.stringify({ n: this.#records, type, salt: this.salt().toString('base64url'), body });
    const leaf = createHash('sha256').update(text, 'utf8').digest();
    this.#chain = createHash('sha256').update(this.#chain).update(leaf).digest();
    return `${text}\n`;
  }

  /** The last line. */
  close({ kid, publicKey, sign }: EvidenceSigner): string {
    const chain = this.#chain.toString('hex');
    const signature = sign(Buffer.from(`${EVIDENCE_FORMAT}\n${this.#records}\n${chain}\n`)).toString('base64url');
    const last = {
      type: 'signature',
      format: EVIDENCE_FORMAT,
      records: this.#records,
      chain,
      kid,
      public_key: publicKey,
      signature,
    };
    return `${JSON.stringify(last)}\n`;
  }
}
