import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface Opened {
  readonly secret: Buffer;
  /** It was sealed with the former key, and should be sealed anew. */
  readonly isOld: boolean;
}

/**
 * Seals secrets that have to lie in the database (AES-256-GCM), with a key that is made from JWT_SECRET and that the
 * database does not know: a copy of it, or a backup, alone gives nothing away. What JWT_SECRET_PREVIOUS sealed is opened too.
 */
export class SecretSeal {
  readonly #keys: readonly [Buffer, ...Buffer[]];

  /** @param purpose makes the key another one for each use */
  constructor(secret: string, previous: string | null, purpose: string) {
    this.#keys = [keyOf(secret, purpose), ...(previous === null ? [] : [keyOf(previous, purpose)])];
  }

  /** @param about what it belongs to: under another name it cannot be opened */
  seal(secret: Buffer, about = ''): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#keys[0], iv).setAAD(Buffer.from(about));
    const body = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]);
  }

  /** Null: it was changed, or sealed with a key that is neither the present nor the former one. */
  open(sealed: Buffer, about = ''): Opened | null {
    for (const [index, key] of this.#keys.entries()) {
      const secret = openWith(sealed, key, about);
      if (secret !== null) return { secret, isOld: index > 0 };
    }
    return null;
  }
}

function openWith(sealed: Buffer, key: Buffer, about: string): Buffer | null {
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([cipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), cipher.final()]);
  } catch {
    return null;
  }
}

function keyOf(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}
