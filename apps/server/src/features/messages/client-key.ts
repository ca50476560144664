import { createHash } from 'node:crypto';

const CANONICAL_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** How a client's name for a message is stored: `key` is what uniqueness is checked by, `text` is kept beside it. */
export interface StoredClientId {
  readonly key: string | null;
  /** `null` when the key says it already. */
  readonly text: string | null;
}

/**
 * A canonical UUID is its own key; any other name has a hash of itself as key, because a uuid column makes a smaller
 * and faster index than text. The hash is a UUID of version 8 (RFC 9562: for values of one's own making).
 */
export function storedClientId(clientId: string | null): StoredClientId {
  if (clientId === null) return { key: null, text: null };
  if (CANONICAL_UUID.test(clientId)) return { key: clientId, text: null };
  const hex = createHash('sha256').update(clientId).digest('hex');
  const key = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { key, text: clientId };
}
