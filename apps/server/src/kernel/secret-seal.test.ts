import { describe, expect, it } from 'vitest';
import { SecretSeal } from './secret-seal.js';

const secret = Buffer.from('whsec_0123456789');
const [now, before, other] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)] as const;

describe('a sealed secret', () => {
  it('opens with the key that sealed it, and says when that is the former one', () => {
    const sealed = new SecretSeal(before, null, 'x').seal(secret, 'one');
    expect(sealed.includes(secret)).toBe(false);
    expect(new SecretSeal(before, null, 'x').open(sealed, 'one')).toEqual({ secret, isOld: false });
    expect(new SecretSeal(now, before, 'x').open(sealed, 'one')).toEqual({ secret, isOld: true });
  });

  it('opens with no other key, for no other use and owner, and not when a bit of it was changed', () => {
    const seal = new SecretSeal(now, null, 'x');
    const sealed = seal.seal(secret, 'one');
    expect(new SecretSeal(other, before, 'x').open(sealed, 'one')).toBeNull();
    expect(new SecretSeal(now, null, 'y').open(sealed, 'one')).toBeNull();
    expect(seal.open(sealed, 'two')).toBeNull();
    for (const at of [0, 12, 20, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(seal.open(changed, 'one')).toBeNull();
    }
    for (const short of [Buffer.alloc(0), sealed.subarray(0, 11), sealed.subarray(0, 20)]) {
      expect(seal.open(short, 'one')).toBeNull();
    }
  });

  it('is another one each time', () => {
    const seal = new SecretSeal(now, null, 'x');
    expect(seal.seal(secret).equals(seal.seal(secret))).toBe(false);
  });
});
