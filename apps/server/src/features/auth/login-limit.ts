import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { DATABASE, type Database } from '../../database/database.js';
import { AdmissionQueue } from '../../kernel/admission.js';
import { CommandError } from '../../kernel/errors.js';
import { type FailureLimit, failureLimit, waitBefore } from './login-limit.rules.js';
import { countFailures, forgetFailures, readFailures } from './login-limit.repository.js';

/** Whose password is guessed at, from where. */
export interface Guess {
  /** The account's number; the text that was typed, where there is no such account. */
  readonly account: number | string;
  readonly address: string;
}

/**
 * The limits on guessing passwords, counted in the database, so that they hold over servers and restarts. When the
 * database is away, nobody gets to guess. Attempts from one address are made one after the other: many at once would all
 * pass before the first one failed.
 */
@Injectable()
export class LoginLimit {
  readonly #attempts = new AdmissionQueue();
  readonly #perAccount: FailureLimit | null;
  readonly #perAddress: FailureLimit | null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) { limits }: Config,
  ) {
    this.#perAccount = failureLimit(limits.login);
    this.#perAddress = failureLimit(limits.loginAddress);
  }

  /**
   * @param compare true when the password is right
   * @returns what it said
   * @throws CommandError `rate_limited` before comparing; `unavailable`
   */
  guess({ account, address }: Guess, compare: () => Promise<boolean>): Promise<boolean> {
    const accountKey = `account ${typeof account === 'number' ? account : fingerprint(account)} from ${address}`;
    const limits = new Map<string, FailureLimit>([
      ...(this.#perAccount === null ? [] : ([[accountKey, this.#perAccount]] as const)),
      ...(this.#perAddress === null ? [] : ([[`address ${address}`, this.#perAddress]] as const)),
    ]);
    if (limits.size === 0) return compare();
    return this.#attempts.admit(address, async () => {
      const known = await readFailures(this.database, [...limits.keys()]);
      const retryAfterMs = waitBefore(known, limits);
      if (retryAfterMs > 0) {
        throw new CommandError('rate_limited', 'Too many failed attempts; try again later.', { retryAfterMs });
      }
      const right = await compare();
      if (!right) await countFailures(this.database, limits);
      else if (known.some(({ key }) => key === accountKey)) await forgetFailures(this.database, accountKey);
      return right;
    });
  }
}

/** E-mail addresses are not kept in the table of failures. */
function fingerprint(text: string): string {
  return createHash('sha256').update(text.trim().toLowerCase()).digest('base64url').slice(0, 22);
}
