import { createHash, type KeyObject, verify } from 'node:crypto';

/** A row of the audit, as the database writes it down for its hash. */
export interface AuditLine {
  readonly id: number;
  readonly text: string;
}

export interface Seal {
  readonly number: number;
  /** What is hashed of the seal itself. */
  readonly text: string;
  readonly upto: number;
  readonly previous: Buffer;
  readonly hash: Buffer;
  readonly signature: Buffer | null;
}

/** What a check found, from the first seal to the last row. */
export interface AuditState {
  readonly faults: readonly string[];
  readonly seals: number;
  readonly sealed: number;
  /** Rows that no seal covers yet. */
  readonly open: number;
  /** Seals that carry a signature which one of the keys made. */
  readonly signed: number;
  readonly newest: { readonly number: number; readonly hash: string } | null;
}

const NOTHING = Buffer.alloc(32);

/** Goes through the audit once: rows and seals are given in order, and nothing of them is kept. */
export class AuditCheck {
  readonly #keys: readonly KeyObject[];
  readonly #faults: string[] = [];
  #seals = 0;
  #sealed = 0;
  #signed = 0;
  #last: Seal | null = null;

  /** @param keys public ones, of those who signed */
  constructor(keys: readonly KeyObject[]) {
    this.#keys = keys;
  }

  /** @param lines the rows after the seal before, up to this one's `upto` */
  seal(seal: Seal, lines: readonly AuditLine[]): void {
    const before = this.#last?.hash ?? NOTHING;
    const name = `Seal ${seal.number}`;
    if (seal.number !== this.#seals + 1) this.#faults.push(`A seal is missing before seal ${seal.number}.`);
    if (!seal.previous.equals(before)) this.#faults.push(`${name} does not follow the one before it.`);
    if (!sealHash(seal.previous, lines, seal.text).equals(seal.hash)) {
      const from = (this.#last?.upto ?? 0) + 1;
      this.#faults.push(`Rows ${from} to ${seal.upto} of the audit are not what ${name.toLowerCase()} was made over.`);
    }
    if (seal.signature !== null && this.#keys.length > 0) {
      const { signature, hash } = seal;
      if (this.#keys.some((key) => verify(null, hash, key, signature))) this.#signed += 1;
      else this.#faults.push(`${name} was signed by none of the keys that are known.`);
    }
    // A signature once means signatures from then on: somebody without the key cannot leave them out.
    if (seal.signature === null && this.#last?.signature != null) this.#faults.push(`${name} has no signature.`);
    this.#seals = seal.number;
    this.#sealed += lines.length;
    this.#last = seal;
  }

  /** @param open rows after the last seal */
  end(open: number): AuditState {
    const newest = this.#last === null ? null : { number: this.#last.number, hash: this.#last.hash.toString('hex') };
    return { faults: this.#faults, seals: this.#seals, sealed: this.#sealed, signed: this.#signed, open, newest };
  }
}

function sealHash(previous: Buffer, lines: readonly AuditLine[], text: string): Buffer {
  const hash = createHash('sha256').update(previous);
  for (const line of lines) hash.update(createHash('sha256').update(line.text).digest());
  return hash.update(text).digest();
}
