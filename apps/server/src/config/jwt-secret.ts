import { randomBytes } from 'node:crypto';
import { keptText } from './kept-text.js';

/** Secrets that stand in documentation, tutorials and on token debuggers; everybody who tries, tries these first. */
const WELL_KNOWN = [
  'a-string-secret-at-least-256-bits-long',
  'your-256-bit-secret',
  'your-super-secret-jwt-key-change-this-in-production',
  'your-super-secret-jwt-token-with-at-least-32-characters-long',
  'your-secret-key-change-this-in-production',
  'change-me-to-a-long-random-string-of-32-bytes',
];

const ROTATE =
  'Make a new one with `openssl rand -base64 48`, set it as JWT_SECRET, and set the old one as JWT_SECRET_PREVIOUS until ' +
  'JWT_EXPIRES_IN has passed, so that nobody has to log in again.';

/** Why this secret is too weak for production, with how to mend it; `null` when it is good. */
export function secretWeakness(secret: string | null): string | null {
  if (secret === null) return `JWT_SECRET: is required in production. ${ROTATE}`;
  const lower = secret.toLowerCase();
  if (WELL_KNOWN.includes(lower) || /^<.*>$/.test(secret)) {
    return `JWT_SECRET: this value stands in public documentation. ${ROTATE}`;
  }
  if (Buffer.byteLength(secret) < 32)
    return `JWT_SECRET: is ${Buffer.byteLength(secret)} bytes long, 32 are needed. ${ROTATE}`;
  if (new Set(secret).size < 8) return `JWT_SECRET: repeats a few characters. ${ROTATE}`;
  return null;
}

/** The secret of a development server: made once, so that logins survive a restart. */
export function developmentSecret(dataDir: string): string {
  return keptText(dataDir, 'jwt-secret', () => randomBytes(48).toString('base64'));
}
