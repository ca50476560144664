import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { invalid } from '../../kernel/errors.js';

/**
 * The five thousand most common passwords that are long enough here, as the beginnings of their SHA-256: from the list of
 * a million in OWASP SecLists (CC BY-SA 3.0), its order, without regard to case. Whoever guesses begins with these.
 */
const COMMON: ReadonlySet<string> = new Set(
  readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8').split('\n'),
);
const MARK_BYTES = 6;

/** Whether it is among the first that are guessed. */
export function isCommonPassword(password: string): boolean {
  const written = password.normalize('NFKC').toLowerCase();
  return COMMON.has(createHash('sha256').update(written).digest().subarray(0, MARK_BYTES).toString('base64url'));
}

/** @throws CommandError `invalid_payload` that names the field */
export function requireUncommon(password: string, field: string): void {
  if (isCommonPassword(password)) throw invalid(field, 'is one of the passwords that are guessed first');
}
