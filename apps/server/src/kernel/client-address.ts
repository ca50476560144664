import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/**
 * The client's address, as limits count it: an IPv6 network of 64 bits, which one customer has to itself, is one.
 * `X-Forwarded-For` counts only through `hops` proxies that we trust: each appends the address that it saw, so the
 * client's is the entry `hops` from the right; anything further left may be invented, and what is no address is passed
 * over.
 */
export function clientAddress(request: IncomingMessage, hops: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  return (hops > 0 ? counted(forwardedFor(request, hops)) : null) ?? counted(direct) ?? direct;
}

function forwardedFor(request: IncomingMessage, hops: number): string {
  const header = request.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return forwarded.at(-hops) ?? forwarded[0] ?? '';
}

/** @returns null for what is no address; a port beside it is left out, as some proxies write it */
function counted(text: string): string | null {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(address)) return address;
  const [withoutZone = ''] = address.split('%');
  return isIPv6(withoutZone) ? networkOf(withoutZone) : null;
}

function networkOf(address: string): string {
  // The form of URLs is one for each address: no capitals, no leading zeros, no IPv4 notation.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const left = head.split(':').filter((group) => group !== '');
  const right = tail?.split(':').filter((group) => group !== '') ?? [];
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
