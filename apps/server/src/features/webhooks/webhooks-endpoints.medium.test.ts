import { webhookEvents } from '@stm-chat/protocol/schemas';
import { describe, expect, it } from 'vitest';
import { startReceiver as startExample } from '../../../../../examples/host-platform/webhooks.mjs';
import type { Received } from './testing/receiver.js';
import { arrived, SERVICE, webhookWorld } from './testing/webhook-world.js';

const world = webhookWorld();
const { call, receiver, endpoint, say, deliveries, listed } = world;

describe('sending again', () => {
  it('[WH7] is of one event, under the id that it had', async () => {
    const other = await receiver();
    const { id } = await endpoint(other, { types: ['chat.opened'] });
    const chatId = await world.server.chat(world.customer, world.provider);
    await arrived(other, chatId, 'chat.opened');
    await expect.poll(async () => (await deliveries(id))[0].state).toBe('delivered');
    const [{ event_id: eventId }] = await deliveries(id);
    expect((await call('POST', `${id}/replay`, { event_id: eventId })).body).toMatchObject({
      replayed: 1,
      more: false,
    });
    await arrived(other, chatId, 'chat.opened', 2);
    expect(other.received.map((one) => one.id)).toEqual([eventId, eventId]);
    expect((await call('POST', `${id}/replay`, { event_id: '0190a1b2-0000-7000-8000-000000000001' })).body.code).toBe(
      'not_found',
    );
  });

  it('[WH7] is of a time: what failed or was never sent there; or all of it', async () => {
    const from = new Date(Date.now() - 1).toISOString();
    const chats = [
      await world.server.chat(world.customer, world.provider),
      await world.server.chat(world.customer, world.provider),
    ];
    for (const chatId of chats) await arrived(world.host, chatId, 'chat.opened');
    const other = await receiver();
    const { id } = await endpoint(other, { types: ['chat.opened'] });
    expect((await call('POST', `${id}/replay`, { from })).body).toEqual({ replayed: 2, more: false, next_from: null });
    for (const chatId of chats) await arrived(other, chatId, 'chat.opened');
    await expect.poll(async () => (await listed(id)).waiting).toBe(0);
    expect((await call('POST', `${id}/replay`, { from })).body.replayed).toBe(0);
    expect((await call('POST', `${id}/replay`, { from, delivered: true })).body.replayed).toBe(2);
    for (const chatId of chats) await arrived(other, chatId, 'chat.opened', 2);
    expect(new Set(other.received.map((one) => one.id)).size).toBe(2);
    expect((await call('POST', `${id}/replay`, { from, to: from })).body.message).toContain('to');
    expect((await call('POST', `${id}/replay`, {})).body).toMatchObject({ code: 'invalid_payload' });
  });
});

describe('endpoints', () => {
  it('[WH9] show their secret once, rotate it with both signing, and are for admins and the host alone', async () => {
    const other = await receiver();
    const { id, secret } = await endpoint(other, { types: ['chat.opened'], description: 'Billing' });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const list = await call('GET', '', undefined, SERVICE);
    expect(JSON.stringify(list.body)).not.toContain('whsec_');
    expect(list.body.webhooks[0]).toMatchObject({ source: 'environment', has_text: true, url: world.host.url });
    const rotated = await call('POST', `${id}/secret`);
    expect(rotated.body).toMatchObject({ id, previous_secret_until: expect.any(String) });
    expect(rotated.body.secret).not.toBe(secret);
    const { body: test } = await call('POST', `${id}/test`);
    await expect.poll(() => other.of('webhook.test').length, { timeout: 5000 }).toBe(1);
    const [told] = other.of('webhook.test');
    expect(told?.id).toBe(test.event_id);
    expect(webhookEvents['webhook.test'].parse(told?.body)).toEqual(told?.body);
    for (const known of [secret, rotated.body.secret]) expect(other.verifies(told as Received, known)).toBe(true);
    await world.server.database.pooled.query(
      "update webhook_endpoints set previous_until = now() - interval '1 s' where id = $1",
      [id],
    );
    await call('POST', `${id}/test`);
    await expect.poll(() => other.of('webhook.test').length, { timeout: 5000 }).toBe(2);
    const last = other.of('webhook.test')[1] as Received;
    expect([secret, rotated.body.secret].map((known) => other.verifies(last, known))).toEqual([false, true]);
    for (const { token } of [world.customer, world.provider, world.lsm]) {
      expect((await call('GET', '', undefined, token)).body.code).toBe('forbidden');
      expect((await call('POST', `${id}/replay`, { from: '2026-01-01T00:00:00.000Z' }, token)).body.code).toBe(
        'forbidden',
      );
    }
    const audit = await world.server.database.pooled.query<{ action: string }>(
      'select action from audit where target = $1 order by id',
      [`webhook:${id}`],
    );
    const done = ['add_webhook', 'rotate_webhook_secret', 'test_webhook', 'test_webhook'];
    expect(audit.map(({ action }) => action)).toEqual(done);
  });

  it('[WH9] the one of WEBHOOK_URL is the environment’s: a page can switch it, and nothing else', async () => {
    const id = (await call('GET', '')).body.webhooks[0].id;
    const attempts = [
      await call('PUT', id, { url: 'https://elsewhere.example/' }),
      await call('PUT', id, { types: ['chat.opened'] }),
      await call('DELETE', id),
      await call('POST', `${id}/secret`),
    ];
    expect(attempts.map(({ body }) => body.code)).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
    expect((await call('PUT', id, { enabled: false })).body).toMatchObject({
      enabled: false,
      disabled_reason: 'admin',
    });
    expect((await call('PUT', id, { enabled: true })).body.enabled).toBe(true);
  });

  it('[WH9] take addresses of the web without a password in them, types that there are, and are found or not', async () => {
    const refused = ['ftp://a.example/', 'javascript:alert(1)', 'a.example', 'https://user:pass@a.example/', ''];
    for (const url of refused)
      expect((await call('POST', '', { url })).body).toMatchObject({
        code: 'invalid_payload',
        detail: expect.stringContaining('url'),
      });
    expect((await call('POST', '', { url: 'https://a.example/', types: ['message.read'] })).body.code).toBe(
      'invalid_payload',
    );
    expect((await call('POST', '', { url: 'https://a.example/', types: [] })).body.code).toBe('invalid_payload');
    for (const [method, path] of [
      ['PUT', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['GET', '/deliveries'],
    ] as const) {
      const body = method === 'PUT' ? {} : undefined;
      expect((await call(method, `0190a1b2-0000-7000-8000-000000000001${path}`, body)).body.code).toBe('not_found');
    }
  });

  it('[WH8] list deliveries page by page, by state; what is old enough is deleted', async () => {
    const other = await receiver();
    const { id } = await endpoint(other, { types: ['message.created'] });
    const chatId = await world.server.chat(world.customer, world.provider);
    for (let n = 0; n < 7; n++) await say(chatId, `page ${n}`);
    await expect.poll(async () => (await deliveries(id, '?state=delivered')).length, { timeout: 5000 }).toBe(7);
    const seen: string[] = [];
    let cursor = '';
    for (;;) {
      const { body } = await call('GET', `${id}/deliveries?limit=3${cursor}`);
      seen.push(...body.deliveries.map((one: { event_id: string }) => one.event_id));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
    expect(await deliveries(id, '?state=failed')).toEqual([]);
    expect((await call('GET', `${id}/deliveries?cursor=x`)).body.code).toBe('invalid_payload');
  });
});

it('[WH2][WH7] the example of a receiver takes each event once, and refuses what is not signed for it', async () => {
  const body = await endpoint({ url: 'http://127.0.0.1:9/' }, { types: ['chat.opened'] });
  const taken: string[] = [];
  const example = await startExample({ secret: body.secret, onEvent: async ({ id }) => void taken.push(id) });
  await call('PUT', body.id, { url: example.url });
  const chatId = await world.server.chat(world.customer, world.provider);
  await expect.poll(() => taken.length, { timeout: 8000 }).toBe(1);
  await expect.poll(async () => (await deliveries(body.id))[0].state).toBe('delivered');
  await call('POST', `${body.id}/replay`, { event_id: taken[0] });
  const path = 'select attempts from webhook_deliveries where endpoint_id = $1 and state = 1';
  await expect.poll(() => world.server.database.pooled.query(path, [body.id]), { timeout: 8000 }).toHaveLength(1);
  expect(taken).toHaveLength(1);
  await call('POST', `${body.id}/secret`);
  await world.server.database.pooled.query('update webhook_endpoints set previous_until = now() where id = $1', [
    body.id,
  ]);
  await world.server.rest(SERVICE, 'DELETE', `/api/admin/chats/${chatId}/members/${world.provider.id}`);
  await world.server.chat(world.customer, world.provider);
  await expect.poll(async () => (await deliveries(body.id))[0]).toMatchObject({ status: 401, state: 'waiting' });
  expect(taken).toHaveLength(1);
  example.close();
});
