import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type CryptoKey, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.js';

/** The host platform's key server. */
class KeyServer {
  keys: object[] = [];
  away = false;
  asked = 0;
  readonly #server: Server = createServer((_request, response) => {
    this.asked += 1;
    response.writeHead(this.away ? 500 : 200, { 'Content-Type': 'application/json' });
    response.end(this.away ? '' : JSON.stringify({ keys: this.keys }));
  });

  async listen(): Promise<string> {
    await new Promise<void>((listening) => void this.#server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/keys`;
  }

  close(): void {
    this.#server.close();
  }
}

interface KeyPair {
  readonly kid: string;
  readonly alg: string;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
  readonly jwk: object;
}

async function keyPair(kid: string, alg = 'ES256'): Promise<KeyPair> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, publicKey, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

const keyServer = new KeyServer();
let server: TestServer;
let first: KeyPair;
beforeAll(async () => {
  first = await keyPair('first');
  keyServer.keys = [first.jwk];
  server = await startTestServer({
    JWKS_URL: await keyServer.listen(),
    JWT_ISSUER: 'https://host.example',
    JWT_AUDIENCE: 'stm-chat',
  });
});
afterAll(async () => {
  await server.close();
  keyServer.close();
});

const me = (token: string) => server.rest(token, 'GET', '/api/auth/me');
function token({ privateKey, alg, kid }: KeyPair, claims: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT({ role: 'customer', ...claims })
    .setProtectedHeader({ alg, kid })
    .setSubject('500')
    .setIssuer(typeof claims['iss'] === 'string' ? claims['iss'] : 'https://host.example')
    .setAudience(typeof claims['aud'] === 'string' ? claims['aud'] : 'stm-chat')
    .setExpirationTime('1h')
    .sign(privateKey);
}

describe('a token of the host’s key set', () => {
  it('[AU25] opens both doors, and the keys are fetched once', async () => {
    expect((await me(await token(first, { name: 'Ann' }))).body).toMatchObject({ id: 500, name: 'Ann' });
    await (await server.socket(await token(first))).event('connected', ({ userId }) => userId === 500);
    expect(keyServer.asked).toBe(1);
  });

  it('[AU25] is refused for another issuer, another audience, another key', async () => {
    const stranger = await keyPair('first');
    const refused = [token(first, { iss: 'https://evil.example' }), token(first, { aud: 'billing' }), token(stranger)];
    for (const one of await Promise.all(refused)) expect((await me(one)).body.code).toBe('unauthorized');
  });

  it('[AU26] is refused when the public key was used as a shared secret', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(first.publicKey));
    const forged = await new SignJWT({ role: 'admin', sub: '500', iss: 'https://host.example', aud: 'stm-chat' })
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .setExpirationTime('1h')
      .sign(secret);
    expect((await me(forged)).body.code).toBe('unauthorized');
  });

  it('[AU27] of a new key is accepted after a rotation, and the old key goes when the host takes it back', async () => {
    const second = await keyPair('second', 'RS256');
    keyServer.keys = [second.jwk];
    const fresh = await token(second);
    await expect.poll(async () => (await me(fresh)).status, { timeout: 5000, interval: 100 }).toBe(200);
    expect((await me(await token(first))).status).toBe(401);
    keyServer.keys = [first.jwk, second.jwk];
  });

  it('without the name of a key is tried with each that fits', async () => {
    const [one, other] = [await keyPair('one'), await keyPair('other')];
    keyServer.keys = [one.jwk, other.jwk];
    await expect.poll(async () => (await me(await token(other))).status, { timeout: 5000, interval: 100 }).toBe(200);
    const nameless = await new SignJWT({ role: 'customer' })
      .setProtectedHeader({ alg: 'ES256' })
      .setSubject('500')
      .setIssuer('https://host.example')
      .setAudience('stm-chat')
      .setExpirationTime('1h')
      .sign(other.privateKey);
    expect((await me(nameless)).status).toBe(200);
  });

  it('whose key is not known, while the host does not answer, is neither accepted nor refused', async () => {
    const known = await keyPair('known');
    keyServer.keys = [known.jwk];
    await expect.poll(async () => (await me(await token(known))).status, { timeout: 5000, interval: 100 }).toBe(200);
    keyServer.away = true;
    const unknown = await token(await keyPair('unknown'));
    await expect.poll(async () => (await me(unknown)).status, { timeout: 5000, interval: 100 }).toBe(503);
    expect((await me(await token(known))).status).toBe(200);
    keyServer.away = false;
  });
});

it('without JWKS_URL no key pair is accepted', async () => {
  const other = await startTestServer();
  expect((await other.rest(await token(first), 'GET', '/api/auth/me')).status).toBe(401);
  await other.close();
});
