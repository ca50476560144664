import { describe, expect, it } from 'vitest';
import { isAllowedOrigin } from './origin.js';

const production = { allowed: new Set(['https://shop.example']), allowLoopback: false };
const development = { ...production, allowLoopback: true };

describe('origins', () => {
  it.each([
    ['none at all (native clients)', undefined, true],
    ['one of FRONTEND_URL', 'https://shop.example', true],
    ['the server’s own, whatever the scheme', 'http://chat.example:8000', true],
    ['the literal null', 'null', false],
    ['another site', 'https://evil.example', false],
    ['one that begins like an allowed one', 'https://shop.example.evil.example', false],
    ['one with user information', 'https://shop.example@evil.example', false],
    ['an address that is no origin', 'https://shop.example/', false],
    ['another scheme', 'file://shop.example', false],
    ['a loopback page', 'http://localhost:5173', false],
  ])('[OR1][OR2][OR3][OR4][OR5] in production: %s', (_, origin, allowed) => {
    expect(isAllowedOrigin(origin, 'chat.example:8000', production)).toBe(allowed);
  });

  it.each(['http://localhost:5173', 'http://127.0.0.1:3000', 'https://127.1.2.3', 'http://[::1]:8080'])(
    '[OR5] outside production loopback passes: %s',
    (origin) => expect(isAllowedOrigin(origin, 'chat.example', development)).toBe(true),
  );

  it.each(['null', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example'])(
    '[OR2][OR5] outside production this does not: %s',
    (origin) => expect(isAllowedOrigin(origin, 'chat.example', development)).toBe(false),
  );
});
