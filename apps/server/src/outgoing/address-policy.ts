import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A network, as `OUTGOING_ALLOW` names it. */
export type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** The only part of IPv6 that is given out for the public internet. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Public numbers behind which a cloud's own machinery answers its tenants alone. */
const CLOUD_INTERNAL: ReadonlySet<string> = new Set(['168.63.129.16']);

/** @throws Error unless `text` is an address or a network such as `10.0.0.0/8` */
export function readNetwork(text: string): Network {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (isIP(text) === 0) {
    throw new Error('an address or a network such as 10.1.2.3 or 10.0.0.0/8 is expected');
  }
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/**
 * Whether a server may be made to talk to this address by what a stranger wrote: only if everybody on the internet could.
 * Not so: private, loopback, link-local, shared (CGNAT), multicast and reserved ones, and every writing of an IPv4 address
 * within IPv6 (mapped, NAT64, 6to4, Teredo), behind which any of these can hide.
 * @param allowed networks that the operator wants to be reached all the same
 */
export function mayReach(address: string, allowed: readonly Network[]): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (allowed.some((network) => lies(parsed, network))) return true;
  if (parsed.range() !== 'unicast' || CLOUD_INTERNAL.has(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || lies(parsed, GLOBAL_IPV6);
}

function lies(address: ReturnType<typeof ipaddr.parse>, network: Network): boolean {
  return address.kind() === network[0].kind() && address.match(network);
}
