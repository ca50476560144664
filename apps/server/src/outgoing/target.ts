import { isIP } from 'node:net';
import { OutgoingError } from '../kernel/outgoing.js';

/** Where one hop of a request goes. */
export interface Target {
  readonly url: URL;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  /** 4 or 6 when the host is an address, else 0. */
  readonly family: number;
}

/**
 * Reads what somebody named as an address of the web.
 * @param from the hop before it, whose redirect this is
 * @throws OutgoingError `forbidden`
 */
export function readTarget(text: string, anyPort: boolean, from?: URL): Target {
  // The parser of browsers: 0x7f.1, 2130706433 and 127.1 come out of it as 127.0.0.1.
  if (!URL.canParse(text, from?.href)) throw forbidden('it is no address');
  const url = new URL(text, from);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw forbidden('only http and https are reached');
  if (url.username !== '' || url.password !== '') throw forbidden('it has a name or password in it');
  if (from?.protocol === 'https:' && url.protocol === 'http:') throw forbidden('a redirect gives up encryption');
  if (url.port !== '' && !anyPort) throw forbidden('its port is not one of the web');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { url, host, family: isIP(host) };
}

function forbidden(why: string): OutgoingError {
  return new OutgoingError('forbidden', `an outgoing request is refused: ${why}`);
}
