import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stmChatProgram } from '../../cli/stm-chat-program.js';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { silentLogger } from '../../ops/pino-logger.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { AuditSealer } from './audit-sealer.js';
import { checkAudit } from './audit.queries.js';

const SERVICE = 'the-token-of-the-host-platform-0123456789-abcdef';
const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
const production = {
  NODE_ENV: 'production',
  JWT_SECRET: 'a secret of this test that is long enough 0123456789',
  EVIDENCE_KEY: key,
};

let test: TestDatabase;
let server: TestServer;
let sealer: AuditSealer;
const logged: object[] = [];
beforeAll(async () => {
  test = await createTestDatabase();
  server = await startTestServer(
    { ...production, DATABASE_URL: test.url, SERVICE_TOKEN: SERVICE, HOST: '127.0.0.1' },
    { logger: { ...silentLogger, info: (fields) => void logged.push(fields) } },
  );
  sealer = server.app.get(AuditSealer, { strict: false });
});
afterAll(async () => {
  await server.close();
  await test.drop();
});

let users = 9000;
const act = () => server.rest(SERVICE, 'PUT', `/api/admin/users/${users++}`, { role: 'customer', name: 'Nobody' });
const faults = async () => (await checkAudit(server.database, [publicKey])).faults;
/** As somebody with all rights does it, and then back. */
async function tampered(change: string, check: () => Promise<void>): Promise<void> {
  const { pooled } = server.database;
  const off = (table: string) => pooled.query(`alter table ${table} disable trigger user`);
  await off('audit');
  await off('audit_seals');
  await pooled.query('create table kept_audit as select * from audit');
  await pooled.query('create table kept_seals as select * from audit_seals');
  try {
    await pooled.query(change);
    await check();
  } finally {
    await pooled.query('delete from audit');
    await pooled.query('insert into audit overriding system value select * from kept_audit');
    await pooled.query('delete from audit_seals');
    await pooled.query('insert into audit_seals select * from kept_seals');
    await pooled.query('drop table kept_audit, kept_seals');
    await pooled.query('alter table audit enable trigger user');
    await pooled.query('alter table audit_seals enable trigger user');
  }
}

describe('[OP21] the audit', () => {
  it('is sealed, each seal over the one before, signed, and told to the log', async () => {
    await act();
    await act();
    expect(await sealer.run()).toBe(2);
    expect(await sealer.run()).toBe(0);
    await act();
    expect(await sealer.run()).toBe(1);
    await act();
    const state = await checkAudit(server.database, [publicKey]);
    expect(state).toMatchObject({ faults: [], seals: 2, sealed: 3, signed: 2, open: 1, newest: { number: 2 } });
    expect(logged).toContainEqual(expect.objectContaining({ seal: 2, hash: state.newest?.hash }));
  });

  it('is written once: rows and seals are neither changed nor removed', async () => {
    for (const change of [
      "update audit set action = 'other'",
      'delete from audit where id = 1',
      'delete from audit_seals',
      'update audit_seals set entries = 1',
    ])
      await expect(server.database.pooled.query(change)).rejects.toThrow('only added to');
    expect(await faults()).toEqual([]);
  });

  it.each([
    ['a row was changed', "update audit set details = '{}' where id = 1", 'Rows 1 to 2'],
    ['a row was removed', 'delete from audit where id = 2', 'Rows 1 to 2'],
    [
      'a row was added',
      "insert into audit (id, actor, action, target) overriding system value values (0, 1, 'x', 'y')",
      'Rows 1 to 2',
    ],
    ['a seal was removed', 'delete from audit_seals where number = 1', 'missing before seal 2'],
    ['a signature was left out', 'update audit_seals set signature = null where number = 2', 'no signature'],
    [
      'it was signed by somebody else',
      "update audit_seals set signature = decode(repeat('ab', 64), 'hex') where number = 1",
      'none of the keys',
    ],
  ])('shows that %s', async (_, change, fault) => {
    await tampered(change, async () => expect((await faults()).join('\n')).toContain(fault));
    expect(await faults()).toEqual([]);
  });

  it('is sealed once by servers that do it at the same moment, and whoever writes meanwhile is not forgotten', async () => {
    const writing = Array.from({ length: 10 }, act);
    await Promise.all([sealer.run(), sealer.run(), ...writing, sealer.run()]);
    await sealer.run();
    expect(await checkAudit(server.database, [publicKey])).toMatchObject({ faults: [], open: 0, sealed: 14 });
  });

  it('is checked at the command line, also against a seal that was written down', async () => {
    const newest = (await checkAudit(server.database, [])).newest?.hash ?? '';
    const run = async (line: string) => {
      const said: string[] = [];
      const say = (text: string) => void said.push(text);
      const env = { ...production, DATABASE_URL: test.url };
      const code = await stmChatProgram(line.split(' '), { env, say, complain: say });
      return { code, said: said.join('\n') };
    };
    expect(await run(`verify-audit --seal ${newest}`)).toMatchObject({
      code: 0,
      said: expect.stringContaining('The audit is what was sealed.'),
    });
    expect(await run(`verify-audit --seal ${'0'.repeat(64)}`)).toMatchObject({
      code: 1,
      said: expect.stringContaining('made anew'),
    });
    await tampered("update audit set target = 'user:1' where id = 3", async () =>
      expect((await run('verify-audit')).code).toBe(1),
    );
  });
});
