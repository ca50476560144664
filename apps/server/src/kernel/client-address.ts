import type { IncomingMessage } from 'node:http';

/**
 * The client's address. `X-Forwarded-For` counts only through `hops` proxies that we trust: each appends the address
 * that it saw, so the client's is the entry `hops` from the right; anything further left may be invented.
 */
export function clientAddress(request: IncomingMessage, hops: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  if (hops <= 0) return direct;
  const header = request.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return forwarded.at(-hops) ?? forwarded[0] ?? direct;
}
