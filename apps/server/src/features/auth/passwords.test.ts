import { describe, expect, it } from 'vitest';
import { Passwords } from './passwords.js';

const passwords = new Passwords();

describe('passwords', () => {
  it('are kept as argon2id with 19 MiB and two passes, never the same twice', async () => {
    const [first, second] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')];
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(second).not.toBe(first);
    expect(await passwords.matches('correct horse', first)).toBe(true);
    expect(await passwords.matches('correct horse ', first)).toBe(false);
  });

  it('match however a keyboard composes its letters', async () => {
    const hash = await passwords.hash('contrase\u00f1a segura');
    expect(await passwords.matches('contrasen\u0303a segura', hash)).toBe(true);
  });

  it('of nobody match nothing, at the same cost', async () => {
    expect(await passwords.matches('correct horse', null)).toBe(false);
  });
});
