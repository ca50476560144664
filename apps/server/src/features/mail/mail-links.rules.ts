import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** For how long a link from a mail leads to its message. */
export const OPENS_FOR_MS = 60 * 86_400_000;

const MAC_BYTES = 16;
const MAX_LENGTH = 300;

/** What a link in a mail is for. None of them signs anybody in. */
export type MailLink =
  | {
      /** Leads to a message; the reader signs in there, if need be. */
      readonly kind: 'open';
      readonly path: string;
      /** Milliseconds since the epoch. */
      readonly until: number;
    }
  | {
      /** Stops mails to a user, of one chat or all; it works for ever, and does nothing else. */
      readonly kind: 'stop';
      readonly userId: number;
      /** Null: all. */
      readonly chatId: string | null;
    };

/** The key of links, made from a secret that has other uses too. */
export function mailLinkKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'stm-chat mail links 1', 32));
}

/** @returns text for the query of an address */
export function writeMailLink(link: MailLink, key: Buffer): string {
  const said =
    link.kind === 'open'
      ? ['o', Math.floor(link.until / 1000).toString(36), link.path]
      : ['s', link.userId.toString(36), link.chatId ?? ''];
  const body = Buffer.from(said.join('\n')).toString('base64url');
  return `${body}.${mac(body, key).toString('base64url')}`;
}

/**
 * @param keys each may have signed: the present one, and the one before
 * @returns null for anything that was not written here, or is over
 */
export function readMailLink(text: string, keys: readonly Buffer[], now: number): MailLink | null {
  const [body = '', given = ''] = text.length > MAX_LENGTH ? [] : text.split('.');
  const signature = Buffer.from(given, 'base64url');
  if (signature.length !== MAC_BYTES || !keys.some((key) => timingSafeEqual(mac(body, key), signature))) return null;
  const [kind, first = '', second = ''] = Buffer.from(body, 'base64url').toString().split('\n');
  if (kind === 's') return { kind: 'stop', userId: Number.parseInt(first, 36), chatId: second === '' ? null : second };
  const until = Number.parseInt(first, 36) * 1000;
  return kind === 'o' && until > now ? { kind: 'open', path: second, until } : null;
}

function mac(body: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, MAC_BYTES);
}
