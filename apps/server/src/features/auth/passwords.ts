import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { Turnstile } from './turnstile.js';

/** OWASP's first choice for argon2id, which is this library's algorithm: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of no password; it costs what a real one costs, so that an unknown account answers no faster. */
const DECOY = '$argon2id$v=19$m=19456,t=2,p=1$UdQwVqZ4fM3hkVw1gS8u2g$5sCiFC0C5Nn3sYqv8ZgZ4sKkTj2eGgTqPpJkbnA8Xo0';
/** The threads that hash also verify tokens and read files: two of the four stay free for those. */
const AT_ONCE = 2;
const WAITING_MAX = 100;

/** Hashes and compares passwords, a few at once: a flood of logins must not starve everything else. */
@Injectable()
export class Passwords {
  readonly #turnstile = new Turnstile(AT_ONCE, WAITING_MAX);

  /**
   * @returns a hash with its parameters and salt, for `users.password_hash`
   * @throws CommandError `unavailable` when too many wait
   */
  hash(password: string): Promise<string> {
    return this.#turnstile.pass(() => hash(canonical(password), COST));
  }

  /**
   * @param known the stored hash; null when there is none: then the answer takes as long, and is false
   * @throws CommandError `unavailable` when too many wait
   */
  async matches(password: string, known: string | null): Promise<boolean> {
    const same = await this.#turnstile.pass(() => verify(known ?? DECOY, canonical(password)));
    return same && known !== null;
  }
}

/** Keyboards of different makers write the same letter in different ways. */
function canonical(password: string): string {
  return password.normalize('NFKC');
}
