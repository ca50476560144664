import { describe, expect, it } from 'vitest';
import { mayReach, readNetwork } from './address-policy.js';

const refused: [string, ...string[]][] = [
  ['this host', '0.0.0.0', '0.1.2.3', '::'],
  ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
  ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fd00::1', 'fc00::1'],
  ['link-local', '169.254.1.1', 'fe80::1', 'fec0::1'],
  ['cloud metadata', '169.254.169.254', 'fd00:ec2::254', '168.63.129.16', '100.100.100.200'],
  ['CGNAT', '100.64.0.1', '100.127.255.255'],
  ['multicast', '224.0.0.1', '239.255.255.250', 'ff02::1'],
  ['broadcast and reserved', '255.255.255.255', '240.0.0.1', '198.18.0.1', '203.0.113.7', '192.0.2.1', '2001:db8::1'],
  ['IPv4-mapped', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '::ffff:0:10.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1', '64:ff9b::808:808', '64:ff9b:1::a00:1'],
  ['6to4 and Teredo', '2002:7f00:1::', '2002:a00:1::1', '2001:0:7f00:1::'],
  ['not given out', '4000::1', '100::1', '5f00::1'],
  ['with a zone', 'fe80::1%eth0'],
  ['no address', '', 'localhost', '1.2.3', '1.2.3.4.5', '0x7f.0.0.1', '::g'],
];

describe('[LK3] what may be reached', () => {
  it.each(refused)('refuses %s', (_what, ...addresses) => {
    expect(addresses.filter((address) => mayReach(address, []))).toEqual([]);
  });

  it('lets public addresses pass', () => {
    const addresses = ['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'];
    expect(addresses.filter((address) => !mayReach(address, []))).toEqual([]);
  });

  it('lets pass what the operator named, and nothing beside it', () => {
    const allowed = ['10.1.0.0/16', 'fd00::7'].map(readNetwork);
    expect(mayReach('10.1.2.3', allowed)).toBe(true);
    expect(mayReach('fd00::7', allowed)).toBe(true);
    expect(mayReach('10.2.0.1', allowed)).toBe(false);
    expect(mayReach('::ffff:10.1.2.3', allowed)).toBe(false);
    expect(mayReach('fd00::8', allowed)).toBe(false);
  });

  it('does not take half a network for one', () => {
    for (const text of ['10.0.0.0/33', '10.1', 'localhost', '']) expect(() => readNetwork(text)).toThrow('is expected');
  });
});
