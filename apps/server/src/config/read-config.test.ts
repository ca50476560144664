import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, variables } from './read-config.js';

const secret = 'correct-horse-battery-staple-0123456789';
const read = (env: NodeJS.ProcessEnv) => readConfig({ JWT_SECRET: secret, ...env });
const faultsOf = (env: NodeJS.ProcessEnv): string => {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.join('\n');
    throw error;
  }
  return '';
};

describe('networks', () => {
  it('takes addresses and networks, and names what is neither', () => {
    expect(read({ OUTGOING_ALLOW: '10.1.0.0/16, fd00::1' }).outgoing.allowed).toEqual(['10.1.0.0/16', 'fd00::1']);
    for (const value of ['10.1', '10.0.0.0/33', 'example.com', '10.0.0.0/8/8', '10.0.0.0/']) {
      expect(faultsOf({ OUTGOING_ALLOW: value })).toContain('OUTGOING_ALLOW');
    }
  });
});

describe('defaults', () => {
  it('serves this machine alone on port 8000 with the built-in database and demo data', () => {
    const config = read({});
    expect(config.server).toMatchObject({
      port: 8000,
      host: '127.0.0.1',
      demo: true,
      production: false,
      trustProxy: 0,
    });
    expect(config.database).toMatchObject({ pooledUrl: null, directUrl: null });
    expect(config.auth).toMatchObject({ accessTokenSeconds: 7200, refreshTokenSeconds: 604_800, jwks: null });
    expect(config.chats).toEqual({ creation: 'parties', editWindowSeconds: 900, keepMs: null });
    expect(config.limits).toMatchObject({
      send: { burst: 20, amount: 5, perMs: 1000 },
      login: { burst: 5, amount: 5, perMs: 900_000 },
      newChats: { burst: 50, amount: 50, perMs: 86_400_000 },
      frameBytes: 65_536,
      statementMs: 2000,
      connections: null,
    });
  });

  it('makes no demo data when HOST is set, unless DEMO says so', () => {
    expect(read({ HOST: '0.0.0.0' }).server.demo).toBe(false);
    expect(read({ HOST: '0.0.0.0', DEMO: '1' }).server.demo).toBe(true);
    expect(read({ DEMO: '0' }).server.demo).toBe(false);
  });

  it('treats an empty value as unset', () => {
    expect(read({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({
      server: { port: 8000 },
      database: { pooledUrl: null },
    });
  });
});

describe('values', () => {
  it('makes the key of evidence when it is first asked for, and not while reading', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'stm-config-'));
    try {
      const { disputes } = read({ DATA_DIR: folder });
      const made = () => readdirSync(folder).includes('evidence-key.pem');
      expect(made()).toBe(false);
      expect(disputes.evidenceKey()).toContain('PRIVATE KEY');
      expect(made()).toBe(true);
      expect(read({ DATA_DIR: folder }).disputes.evidenceKey()).toBe(disputes.evidenceKey());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('lets either database address stand in for the other', () => {
    const url = 'postgresql://u:p@db:5432/x';
    expect(read({ DATABASE_URL: url }).database.directUrl).toBe(url);
    expect(read({ DIRECT_URL: url }).database.pooledUrl).toBe(url);
  });

  it('[OR4] reads origins without their trailing slash', () => {
    expect(read({ FRONTEND_URL: 'https://a.example/, http://localhost:3000' }).server.frontendOrigins).toEqual([
      'https://a.example',
      'http://localhost:3000',
    ]);
  });

  it('[LI10] switches a limit off with 0', () => {
    expect(read({ LIMIT_SEND: '0', LIMIT_STATEMENT: '0', LIMIT_FRAME: '0' }).limits).toMatchObject({
      send: null,
      statementMs: null,
      frameBytes: null,
    });
  });

  it.each([
    ['PORT', '80a'],
    ['PORT', '70000'],
    ['NODE_ENV', 'prod'],
    ['DATABASE_URL', 'mysql://x'],
    ['JWT_EXPIRES_IN', 'two hours'],
    ['CHAT_CREATION', 'anyone'],
    ['LIMIT_SEND', '20'],
    ['LIMIT_SEND', '0/s'],
    ['LIMIT_SENT', '20,5/s'],
    ['FRONTEND_URL', 'https://a.example/path'],
    ['DEMO', 'maybe'],
    ['TRUST_PROXY', 'true'],
  ])('refuses %s=%s, naming it', (name, value) => {
    expect(faultsOf({ [name]: value })).toContain(`${name}: `);
  });

  it('names every fault at once and repeats no password', () => {
    const faults = faultsOf({ PORT: 'x', DATABASE_URL: 'postgres:/u:hunter2@db', LIMIT_LOCK: 'soon' });
    expect(faults.split('\n')).toHaveLength(3);
    expect(faults).not.toContain('hunter2');
  });

  it('[AU25] wants issuer and audience with a key set', () => {
    expect(faultsOf({ JWKS_URL: 'https://host.example/keys' })).toMatch(/JWT_ISSUER[^]*JWT_AUDIENCE/);
    const config = read({ JWKS_URL: 'https://host.example/keys', JWT_ISSUER: 'host', JWT_AUDIENCE: 'chat' });
    expect(config.auth.jwks).toEqual({ url: 'https://host.example/keys', issuer: 'host', audience: 'chat' });
  });
});

describe('secrets', () => {
  it.each([
    undefined,
    'short-one',
    'a-string-secret-at-least-256-bits-long',
    'x'.repeat(40),
    '<replace this value with a real secret>',
  ])('[AU29] refuses %s in production and says how to rotate', (weak) => {
    expect(faultsOf({ NODE_ENV: 'production', JWT_SECRET: weak })).toMatch(/^JWT_SECRET: .*JWT_SECRET_PREVIOUS/);
  });

  it('refuses a short service token and demo data in production', () => {
    const env = { NODE_ENV: 'production', JWT_SECRET: secret };
    expect(read(env).server).toMatchObject({ host: '0.0.0.0', demo: false });
    expect(faultsOf({ ...env, SERVICE_TOKEN: 'short' })).toContain('SERVICE_TOKEN');
    expect(faultsOf({ ...env, DEMO: '1' })).toContain('DEMO');
  });
});

it('describes every variable in one sentence', () => {
  expect(new Set(variables.map(({ name }) => name)).size).toBe(variables.length);
  for (const { description } of variables) expect(description).toMatch(/^[A-Z][^]*[.]$/);
});
