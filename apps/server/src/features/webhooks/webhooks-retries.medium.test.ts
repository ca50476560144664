import { describe, expect, it } from 'vitest';
import { arrived, webhookWorld } from './testing/webhook-world.js';

const world = webhookWorld();
const { call, receiver, endpoint, say, deliveries, listed, makeDue } = world;

describe('an endpoint that fails', () => {
  it('[WH3][WH8] is tried again under the same id until it takes the event; the log says what happened', async () => {
    const other = await receiver();
    const { id, secret } = await endpoint(other, { types: ['chat.opened'] });
    const answers: (number | 'nothing')[] = [500, 'nothing', 404];
    other.answer = () => answers.shift() ?? 204;
    const chatId = await world.server.chat(world.customer, world.provider);
    await arrived(other, chatId, 'chat.opened', 1);
    await expect.poll(async () => (await listed(id)).failing_since).not.toBeNull();
    expect(await deliveries(id)).toEqual([
      expect.objectContaining({
        state: 'waiting',
        attempts: 1,
        status: 500,
        reason: 'refused',
        chatId,
        next_at: expect.any(String),
      }),
    ]);
    await makeDue();
    await arrived(other, chatId, 'chat.opened', 2);
    await expect
      .poll(async () => (await deliveries(id))[0])
      .toMatchObject({ attempts: 2, status: null, reason: 'unreachable' });
    await makeDue();
    await arrived(other, chatId, 'chat.opened', 3);
    await expect.poll(async () => (await deliveries(id))[0].attempts).toBe(3);
    expect((await listed(id)).retry_at).not.toBeNull();
    await makeDue();
    await expect
      .poll(async () => (await deliveries(id))[0])
      .toMatchObject({ state: 'delivered', attempts: 4, status: 204, reason: null, next_at: null });
    expect(new Set(other.received.map((one) => one.id)).size).toBe(1);
    for (const one of other.received) expect(other.verifies(one, secret)).toBe(true);
    expect(await listed(id)).toMatchObject({ failing_since: null, retry_at: null, waiting: 0 });
    expect(JSON.stringify(await deliveries(id))).not.toContain('of the host');
  });

  it('[WH3] is left alone for as long as Retry-After says', async () => {
    const other = await receiver();
    const { id } = await endpoint(other, { types: ['chat.opened'] });
    other.answer = () => ({ status: 429, headers: { 'retry-after': '3600' } });
    const chatId = await world.server.chat(world.customer, world.provider);
    await arrived(other, chatId, 'chat.opened');
    await expect.poll(async () => (await deliveries(id))[0].attempts).toBe(1);
    const wait = async () => Date.parse((await deliveries(id))[0].next_at) - Date.now();
    expect(await wait()).toBeGreaterThan(3_500_000);
    await expect.poll(async () => Date.parse((await listed(id)).retry_at) - Date.now()).toBeGreaterThan(3_500_000);
    // What comes meanwhile waits too.
    const second = await world.server.chat(world.customer, world.provider);
    await expect.poll(async () => (await listed(id)).waiting).toBe(2);
    await arrived(world.host, second, 'chat.opened');
    expect(other.received).toHaveLength(1);
  });

  it('[WH3] has its day: after it an event has failed; and one that answers 410 is switched off', async () => {
    const other = await receiver();
    const { id } = await endpoint(other, { types: ['chat.opened'] });
    other.answer = () => 503;
    const first = await world.server.chat(world.customer, world.provider);
    await arrived(other, first, 'chat.opened');
    await expect.poll(async () => (await deliveries(id))[0].attempts).toBe(1);
    await world.server.database.pooled.query(
      "update webhook_deliveries set began_at = now() - interval '24 hours 1 second' where endpoint_id = $1",
      [id],
    );
    await makeDue();
    await expect.poll(async () => (await deliveries(id))[0]).toMatchObject({ state: 'failed', reason: 'expired' });
    other.answer = () => 410;
    const second = await world.server.chat(world.customer, world.provider);
    await arrived(other, second, 'chat.opened');
    await expect.poll(() => listed(id)).toMatchObject({ enabled: false, disabled_reason: 'gone' });
    expect((await deliveries(id))[0]).toMatchObject({ state: 'failed', status: 410, reason: 'gone' });
    await world.server.chat(world.customer, world.provider);
    expect((await call('POST', `${id}/test`)).body.code).toBe('conflict');
    other.answer = () => 200;
    expect((await call('PUT', id, { enabled: true })).body).toMatchObject({ enabled: true, disabled_reason: null });
    const third = await world.server.chat(world.customer, world.provider);
    await arrived(other, third, 'chat.opened');
  });

  it('[WH3] does not hold up the others, and gets everything once it is back', async () => {
    const away = await receiver();
    const { id } = await endpoint(away, { types: ['message.created'] });
    away.answer = () => 'nothing';
    const chatId = await world.server.chat(world.customer, world.provider);
    for (let n = 0; n < 25; n++) await say(chatId, `number ${n}`);
    await arrived(world.host, chatId, 'message.created', 25);
    await expect.poll(async () => (await listed(id)).waiting).toBe(25);
    expect(away.received.length).toBeLessThan(10);
    away.answer = () => 200;
    const before = away.received.length;
    await makeDue();
    await expect.poll(async () => (await listed(id)).waiting, { timeout: 8000 }).toBe(0);
    expect(new Set(away.received.slice(before).map((one) => one.id)).size).toBe(25);
    expect(away.received.length - before).toBe(25);
  });

  it('[LK3] is not asked when its address is one that may not be reached', async () => {
    const body = await endpoint({ url: 'http://169.254.169.254/latest' }, { types: ['chat.opened'] });
    await call('POST', `${body.id}/test`);
    await expect
      .poll(async () => (await deliveries(body.id))[0], { timeout: 5000 })
      .toMatchObject({ attempts: 1, reason: 'forbidden', status: null });
  });

  it('[LK3][WH3] is not followed where its answer leads, and what it pours out is not read', async () => {
    const inside = await receiver();
    const other = await receiver();
    const { id } = await endpoint(other, { types: ['chat.opened'] });
    other.answer = () => ({ status: 307, headers: { location: inside.url } });
    const chatId = await world.server.chat(world.customer, world.provider);
    await arrived(other, chatId, 'chat.opened');
    await expect.poll(async () => (await deliveries(id))[0]).toMatchObject({ status: 307, reason: 'redirected' });
    expect(inside.received).toEqual([]);
    const headers = { 'x-filler': 'x'.repeat(60_000) };
    other.answer = () => ({ status: 200, headers });
    await makeDue();
    await expect.poll(async () => (await deliveries(id))[0].attempts, { timeout: 8000 }).toBe(2);
    expect((await deliveries(id))[0]).toMatchObject({ state: 'waiting', reason: 'unreachable' });
  });
});
