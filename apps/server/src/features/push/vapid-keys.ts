import { createECDH } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { SecretSeal } from '../../kernel/secret-seal.js';

/** Base64url, as browsers and push services write them. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const ADD = `
  insert into push_keys (public_key, sealed) values ($1, $2) on conflict (only_row) do nothing`;
const READ = 'select public_key, sealed from push_keys';
const SEAL_AGAIN = 'update push_keys set sealed = $2 where public_key = $1';
const REPLACE = 'update push_keys set public_key = $2, sealed = $3, created_at = now() where public_key = $1';

interface Row {
  readonly public_key: string;
  readonly sealed: Buffer;
}

/**
 * The key pair by which push services know this installation: the operator's, else the one that the first server made.
 * It lies in the database, where all servers find it, sealed with a key made from JWT_SECRET: a copy of the database
 * alone pushes nothing to anybody. After a change of the secret it is opened with JWT_SECRET_PREVIOUS and sealed anew; if
 * that fails there is a new pair, and pages subscribe again the next time they are opened.
 */
@Injectable()
export class VapidKeyStore {
  #keys: Promise<VapidKeys> | null = null;
  readonly #own: string | null;
  readonly #seal: SecretSeal;

  constructor(
    @Inject(CONFIG) { auth, push }: Config,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#own = push.vapidPrivateKey;
    this.#seal = new SecretSeal(auth.jwtSecret, auth.jwtSecretPrevious, 'stm-chat vapid');
  }

  /** @throws CommandError `unavailable` */
  keys(): Promise<VapidKeys> {
    this.#keys ??= this.#load().catch((error: unknown) => {
      this.#keys = null;
      throw error;
    });
    return this.#keys;
  }

  async #load(): Promise<VapidKeys> {
    if (this.#own !== null) return pairOf(Buffer.from(this.#own, 'base64url'));
    const made = newPair();
    await this.database.realtime.query(ADD, [made.publicKey, this.#sealed(made)]);
    const row = await this.#read();
    const opened = this.#open(row);
    if (opened !== null) return opened;
    this.logger.warn(
      {},
      'the key for pushes cannot be opened with JWT_SECRET: there is a new one, and browsers subscribe anew',
    );
    // Of servers that come to this together one succeeds; all read what it wrote.
    await this.database.realtime.query(REPLACE, [row.public_key, made.publicKey, this.#sealed(made)]);
    const replaced = this.#open(await this.#read());
    if (replaced === null) throw new Error('servers on this database have different JWT_SECRETs');
    return replaced;
  }

  async #read(): Promise<Row> {
    const [row] = await this.database.realtime.query<Row>(READ);
    if (row === undefined) throw new Error('the key for pushes is gone');
    return row;
  }

  #open({ public_key: publicKey, sealed }: Row): VapidKeys | null {
    const opened = this.#seal.open(sealed);
    const keys = opened === null ? null : pairOf(opened.secret);
    if (opened === null || keys?.publicKey !== publicKey) return null;
    if (opened.isOld) {
      this.database.realtime
        .query(SEAL_AGAIN, [publicKey, this.#sealed(keys)])
        .catch((error: unknown) => this.logger.warn({ err: error }, 'sealing the key for pushes anew failed'));
    }
    return keys;
  }

  #sealed({ privateKey }: VapidKeys): Buffer {
    return this.#seal.seal(Buffer.from(privateKey, 'base64url'));
  }
}

function newPair(): VapidKeys {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return encoded(pair);
}

function pairOf(privateKey: Buffer): VapidKeys {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(privateKey);
  return encoded(pair);
}

function encoded(pair: ReturnType<typeof createECDH>): VapidKeys {
  // A private key may begin with zero bytes, which Node leaves out.
  const privateKey = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()]).subarray(-32);
  return { publicKey: pair.getPublicKey().toString('base64url'), privateKey: privateKey.toString('base64url') };
}
