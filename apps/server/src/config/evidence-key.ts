import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { keptText } from './kept-text.js';

const EXPECTED =
  'an Ed25519 private key is expected (`openssl genpkey -algorithm ed25519`), in PEM or the base64 of its PKCS #8 form';

/** The form of EVIDENCE_KEY. @returns the key in PEM */
export function evidenceKey(value: string): string {
  return toPem(parsed(() => createPrivateKey(keyInput(value, 'pkcs8'))));
}

/** The form of EVIDENCE_KEY_PREVIOUS: public keys, comma-separated. @returns each in PEM */
export function publicKeysOrNone(value: string): readonly string[] {
  if (value === '') return [];
  const keys = value.split(',').map((text) => text.trim());
  return keys.map((text) =>
    parsed(() => createPublicKey(keyInput(text, 'spki')))
      .export({ type: 'spki', format: 'pem' })
      .toString(),
  );
}

/** The key of a development server, made once and kept in `dataDir`. */
export function developmentEvidenceKey(dataDir: string): string {
  return evidenceKey(keptText(dataDir, 'evidence-key.pem', () => toPem(generateKeyPairSync('ed25519').privateKey)));
}

function keyInput<Type extends 'pkcs8' | 'spki'>(value: string, type: Type) {
  // A line break in an environment file is often written as two characters.
  const text = value.replaceAll('\\n', '\n');
  return text.includes('-----BEGIN')
    ? { key: text, format: 'pem' as const }
    : { key: Buffer.from(text, 'base64'), format: 'der' as const, type };
}

function parsed(read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new Error(EXPECTED);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(EXPECTED);
  return key;
}

function toPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
