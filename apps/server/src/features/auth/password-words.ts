import type { Config } from '../../config/config.js';
import { invalid } from '../../kernel/errors.js';

/** Letters and digits that have to be left of a password without what everybody knows of the site and the account. */
const LEAST_OF_ITS_OWN = 6;
/** Shorter words stand in too many others. */
const SHORTEST_WORD = 3;
const OURS = ['stm', 'chat'];

/** What the site is called: whoever guesses at it begins with that. */
export function siteWords({ server, auth, mail }: Pick<Config, 'server' | 'auth' | 'mail'>): readonly string[] {
  const addresses = [server.publicUrl ?? '', ...server.frontendOrigins];
  return [
    ...OURS,
    ...addresses.map((address) => address.replace(/^https?:\/\//, '')),
    mail?.appName ?? '',
    ...auth.passwordWords,
  ];
}

/** Whether a password says little besides these words, however they are written together and capitalised. */
export function saysLittleBeside(words: readonly string[], password: string): boolean {
  const known = words
    .flatMap((text) => written(text).split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= SHORTEST_WORD)
    .toSorted((a, b) => b.length - a.length);
  const left = known.reduce((text, word) => text.replaceAll(word, ' '), written(password));
  return left.replaceAll(/[^\p{L}\p{N}]/gu, '').length < LEAST_OF_ITS_OWN;
}

/** @throws CommandError `invalid_payload` that names the field */
export function requireOwnWords(password: string, field: string, words: readonly string[]): void {
  if (saysLittleBeside(words, password))
    throw invalid(field, 'says little besides the names of this site and of the account');
}

const written = (text: string): string => text.normalize('NFKC').toLowerCase();
