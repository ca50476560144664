import { describe, expect, it } from 'vitest';
import { differs, hostUserOf } from './host-user.rules.js';

const claims = { sub: '42', role: 'customer' };

describe('the user of a host’s token', () => {
  it.each([
    [{ sub: 42 }, 42],
    [{ sub: '42' }, 42],
    [{ userId: 42 }, 42],
    [{ userId: '42' }, 42],
    [{ sub: '42', userId: 42 }, 42],
    [{ sub: 'auth0|aaa', userId: 42 }, 42],
    [{ sub: '2147483647' }, 2_147_483_647],
  ])('[AU21] of %j is %i', (id, expected) => {
    expect(hostUserOf({ role: 'customer', ...id })?.id).toBe(expected);
  });

  it.each([
    {},
    { sub: 0 },
    { sub: '0' },
    { sub: -1 },
    { sub: '2147483648' },
    { sub: 1e300 },
    { sub: 4.5 },
    { sub: '4.0' },
    { sub: '042' },
    { sub: '+42' },
    { sub: ' 42' },
    { sub: '0x2a' },
    { sub: '4e1' },
    { sub: Number.NaN },
    { sub: true },
    { sub: [42] },
    { sub: 'ann' },
    { sub: 0, userId: 42 },
    { sub: 41, userId: 42 },
  ])('[AU24] is nobody for %j', (id) => {
    expect(hostUserOf({ role: 'customer', ...id })).toBeNull();
  });

  it.each([undefined, null, 'system', 'Customer', '', 3, ['admin'], 'superuser'])(
    '[AU24] is nobody with the role %j',
    (role) => {
      expect(hostUserOf({ ...claims, role })).toBeNull();
    },
  );

  it('takes name, e-mail and region, trimmed', () => {
    const told = { name: ' Ann ', email: ' ann@example.com ', region: ' north ' };
    expect(hostUserOf({ ...claims, ...told })).toMatchObject({
      name: 'Ann',
      email: 'ann@example.com',
      region: 'north',
    });
  });

  it('cuts a long name by code points, and keeps nobody out for it', () => {
    expect(hostUserOf({ ...claims, name: '😀'.repeat(200) })?.name).toBe('😀'.repeat(100));
  });

  it('leaves out what cannot be stored or is no text', () => {
    const odd = { name: 'a\u0000b', email: 'not an address', region: 7 };
    expect(hostUserOf({ ...claims, ...odd })).toMatchObject({ name: undefined, email: undefined, region: undefined });
    expect(hostUserOf({ ...claims, name: '  ', email: 'a\ud800@example.com' })).toMatchObject({
      name: undefined,
      email: undefined,
    });
  });

  it('clears region and e-mail on null, and never the name', () => {
    const told = hostUserOf({ ...claims, name: null, email: null, region: null, locale: null });
    expect(told).toMatchObject({ name: undefined, email: null, region: null, locale: null });
  });
});

describe('what has to be written', () => {
  const stored = { role: 'customer', name: 'Ann', email: 'a@example.com', region: null, locale: null } as const;
  const told = {
    id: 42,
    role: 'customer',
    name: 'Ann',
    email: 'a@example.com',
    region: undefined,
    locale: undefined,
  } as const;

  it('is nothing when the token says what is stored', () => {
    expect(differs(told, stored)).toBe(false);
    expect(differs({ ...told, name: undefined, email: undefined }, stored)).toBe(false);
  });

  it.each([{ role: 'provider' }, { name: 'Anna' }, { email: null }, { region: 'north' }] as const)(
    'is %j',
    (change) => {
      expect(differs({ ...told, ...change }, stored)).toBe(true);
    },
  );
});
