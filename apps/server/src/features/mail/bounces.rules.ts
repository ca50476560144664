import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const HASH_CHARS = 12;
const MAC_CHARS = 20;
const TOKEN = new RegExp(`\\+([0-9a-z]{1,7})-([0-9a-f]{${HASH_CHARS}})-([0-9a-f]{${MAC_CHARS}})@`);

/** The key of addresses for what is returned. */
export function bounceKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'stm-chat returned mails 1', 32));
}

/** Whose mail was returned, and which address of theirs it was sent to. */
export interface Returned {
  readonly userId: number;
  /** The beginning of `addressHash`. */
  readonly hash: string;
}

/**
 * The address to which mail servers return a mail: the operator's, with whose it was (RFC 5233). In lower case and short,
 * as local parts are 64 characters at most; signed, so that nobody can have another one's address left alone.
 */
export function bounceAddress(base: string, { userId, hash }: Returned, key: Buffer): string {
  const [name = '', domain = ''] = base.split('@');
  const said = `${userId.toString(36)}-${hash.slice(0, HASH_CHARS)}`;
  return `${name}+${said}-${mac(said, key)}@${domain}`;
}

/** @param text an address, or headers with one. Null: none that was written here */
export function readBounceAddress(text: string, keys: readonly Buffer[]): Returned | null {
  const [, user = '', hash = '', given = ''] = TOKEN.exec(text.toLowerCase()) ?? [];
  if (
    given === '' ||
    !keys.some((key) => timingSafeEqual(Buffer.from(mac(`${user}-${hash}`, key)), Buffer.from(given)))
  ) {
    return null;
  }
  return { userId: Number.parseInt(user, 36), hash };
}

/**
 * What a returned mail (RFC 3464) says of the address: its enhanced status where there is no such mailbox. Null for all
 * else: a delay, a full mailbox, a refusal of the content, an answer by a person or a machine.
 */
export function noMailboxStatus(mail: string): string | null {
  if (!/^content-type:\s*(?:multipart\/report|message\/delivery-status)\b/im.test(mail)) return null;
  if (!/^action:\s*failed\s*$/im.test(mail)) return null;
  const [, status] = /^status:\s*(\d\.\d{1,3}\.\d{1,3})/im.exec(mail) ?? [];
  return status !== undefined && /^5\.(?:1\.\d{1,3}|2\.[01])$/.test(status) ? status : null;
}

function mac(said: string, key: Buffer): string {
  return createHmac('sha256', key).update(said).digest('hex').slice(0, MAC_CHARS);
}
