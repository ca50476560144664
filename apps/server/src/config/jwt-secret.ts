import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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

/**
 * The secret of a development server: made once and kept in `dataDir`, so that logins survive a restart.
 * Two servers that start together end with the same one: the file appears whole, by a link that only one can make.
 */
export function developmentSecret(dataDir: string): string {
  const file = path.join(dataDir, 'jwt-secret');
  const known = readIfThere(file);
  if (known !== null) return known;
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, randomBytes(48).toString('base64'), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}

function readIfThere(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? null : text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
