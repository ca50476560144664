import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.js';
import { systemClock } from '../../kernel/clock.js';
import { silentLogger } from '../../ops/pino-logger.js';
import { addEndpoint, rotateSecret } from './endpoints.repository.js';
import { sendTest } from './replays.repository.js';
import { type Receiver, startReceiver } from './testing/receiver.js';
import { startWebhooks } from './testing/webhook-fixture.js';
import { newWebhookSecret } from './webhook-signature.rules.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { readEndpoint } from './webhooks.queries.js';

const PRESENT = 'only-for-tests-0123456789-abcdefghij';
const FORMER = 'the-secret-before-it-0123456789-abcd';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

const secretsOf = (jwtSecret = PRESENT, jwtSecretPrevious: string | null = null) =>
  new WebhookSecrets(
    test.database,
    { auth: { jwtSecret, jwtSecretPrevious }, webhooks: { endpoint: null } },
    silentLogger,
  );

/** An endpoint as the server makes one. */
async function added(secrets: WebhookSecrets, url = 'https://a.example/') {
  const id = v7();
  const secret = newWebhookSecret();
  const types = ['chat.opened'];
  await addEndpoint(test.database, { id, url, description: '', types, secret: secrets.seal(id, secret) }, 0);
  return { id, secret };
}

/** What somebody reads who has a copy of the table. */
const copy = async () => {
  const [row] = await test.database.pooled.query<{ text: string }>(
    `select string_agg(e::text || encode(coalesce(secret_sealed, ''), 'escape'), '') as text from webhook_endpoints e`,
  );
  return row?.text ?? '';
};
const opened = async (secrets: WebhookSecrets, id: string) => {
  const row = await readEndpoint(test.database, id);
  return row === undefined ? [] : secrets.of(row, systemClock.now());
};

describe('[WH11] the secret of an endpoint', () => {
  it('is in no copy of the database, opens with the server’s key, and for its own endpoint alone', async () => {
    const secrets = secretsOf();
    const one = await added(secrets);
    const two = await added(secrets);
    const text = await copy();
    expect(text).toContain(one.id);
    expect(text).not.toContain('whsec_');
    expect(text).not.toContain(one.secret.slice(6, 40));
    expect(await opened(secrets, one.id)).toEqual([one.secret]);
    await test.database.pooled.query(
      'update webhook_endpoints set secret_sealed = (select secret_sealed from webhook_endpoints where id = $2) where id = $1',
      [one.id, two.id],
    );
    expect(await opened(secrets, one.id)).toEqual([]);
  });

  it('of a version that kept it plain is sealed at the next start, by two servers at once, and signs as before', async () => {
    const [present, former] = [newWebhookSecret(), newWebhookSecret()];
    const id = v7();
    await test.database.pooled.query(
      `insert into webhook_endpoints (id, url, types, secret, previous_secret, previous_until, created_by)
       values ($1, 'https://a.example/', array['chat.opened'], $2, $3, now() + interval '1 hour', 0)`,
      [id, present, former],
    );
    expect(await copy()).toContain(present);
    const servers = [secretsOf(), secretsOf()];
    await Promise.all(servers.map((server) => server.onModuleInit()));
    expect(await copy()).not.toContain('whsec_');
    expect(await opened(secretsOf(), id)).toEqual([present, former]);
    const before = await copy();
    await secretsOf().onModuleInit();
    expect(await copy()).toBe(before);
  });

  it('is sealed anew after a change of JWT_SECRET', async () => {
    const old = secretsOf(FORMER);
    const { id, secret } = await added(old);
    const next = newWebhookSecret();
    await rotateSecret(test.database, id, old.seal(id, next), 0, systemClock.now());
    await secretsOf(PRESENT, FORMER).onModuleInit();
    expect(await opened(secretsOf(PRESENT), id)).toEqual([next, secret]);
  });

  it('that no key opens any more sends nothing, says so, and is mended by a new one', async () => {
    const host: Receiver = await startReceiver();
    const { id } = await added(secretsOf(FORMER), host.url);
    await secretsOf().onModuleInit();
    const running = await startWebhooks(test.database, () => undefined);
    await sendTest(test.database, id, v7(), 0, systemClock.now());
    const reason = () =>
      test.database.pooled.query<{ reason: string }>('select reason from webhook_deliveries where endpoint_id = $1', [
        id,
      ]);
    await expect.poll(reason, { timeout: 8000 }).toEqual([{ reason: 'no_secret' }]);
    expect(host.received).toEqual([]);
    const fresh = newWebhookSecret();
    await rotateSecret(test.database, id, secretsOf().seal(id, fresh), 0, systemClock.now());
    await test.database.pooled.query('update webhook_endpoints set retry_at = null');
    await test.database.pooled.query('update webhook_deliveries set due_at = now()');
    await test.database.pooled.query('update stm_chat_jobs._private_jobs set run_at = now()');
    await expect.poll(() => host.received.length, { timeout: 8000 }).toBe(1);
    const [first] = host.received;
    expect(first !== undefined && host.verifies(first, fresh)).toBe(true);
    await running.stop();
    host.close();
  });
});
