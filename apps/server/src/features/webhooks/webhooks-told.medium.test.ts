import { webhookEvents } from '@stm-chat/protocol/schemas';
import { describe, expect, it } from 'vitest';
import { about, arrived, FORMER, SECRET, SERVICE, webhookWorld } from './testing/webhook-world.js';

const world = webhookWorld();
const { receiver, endpoint, say, makeDue } = world;

describe('what is told', () => {
  it('[WH1][WH2][WH10] is every event of messages, chats, members and disputes, once, signed, as its schema says', async () => {
    const chatId = await world.server.chat(world.customer, world.provider, 'told-job');
    const { id: messageId } = await say(chatId, 'a word');
    const path = `/api/chat/${chatId}/messages/${messageId}`;
    await world.server.rest(world.customer.token, 'PUT', path, { message: 'another word' });
    await world.server.rest(world.customer.token, 'DELETE', path);
    const opened = await world.server.rest(world.customer.token, 'POST', `/api/chat/${chatId}/disputes`, {
      reason: 'Late',
    });
    await world.server.rest(world.lsm.token, 'POST', `/api/disputes/${opened.body.id}/join`);
    await world.server.rest(world.lsm.token, 'POST', `/api/disputes/${opened.body.id}/resolve`, {
      outcome: 'refund',
      note: 'n',
    });
    for (const step of ['close', 'reopen'])
      await world.server.rest(SERVICE, 'POST', `/api/admin/chats/${chatId}/${step}`);
    await world.server.rest(SERVICE, 'DELETE', `/api/admin/chats/${chatId}/members/${world.provider.id}`);
    const expected = {
      'chat.opened': 1,
      'message.created': 1,
      'message.edited': 1,
      'message.deleted': 1,
      'dispute.opened': 1,
      'dispute.assigned': 1,
      'dispute.resolved': 1,
      'member.added': 1,
      'member.removed': 2,
      'chat.closed': 1,
      'chat.reopened': 1,
    };
    for (const [type, count] of Object.entries(expected)) await arrived(world.host, chatId, type, count);
    const came = world.host.received.filter(({ body }) => body.data.chatId === chatId);
    expect(came.length).toBe(12);
    expect(new Set(came.map(({ id }) => id)).size).toBe(12);
    for (const one of came) {
      expect(one.body).toEqual(webhookEvents[one.body.type as 'message.created'].parse(one.body));
      expect(one.body.id).toBe(one.id);
      for (const secret of [SECRET, FORMER]) expect(world.host.verifies(one, secret)).toBe(true);
    }
    expect(about(world.host, chatId, 'message.created')[0]?.body.data).toMatchObject({
      message_id: messageId,
      job_id: 'told-job',
      sender_id: world.customer.id,
      sender_type: 'customer',
      message_type: 'text',
    });
    expect(about(world.host, chatId, 'member.added')[0]?.body.data).toMatchObject({
      userId: world.lsm.id,
      role: 'lsm',
    });
    const removed = about(world.host, chatId, 'member.removed').map(
      ({ body }) => `${body.data.role} ${body.data.userId}`,
    );
    expect(removed.toSorted()).toEqual([`lsm ${world.lsm.id}`, `provider ${world.provider.id}`]);

    // The same steps, under the same ids, as GET /api/admin/disputes tells them.
    const { body: steps } = await world.server.rest(SERVICE, 'GET', '/api/admin/disputes?limit=200');
    const mine = steps.disputes.filter((one: { dispute_id: string }) => one.dispute_id === opened.body.id);
    const toldOf = came.filter(({ body }) => body.type.startsWith('dispute.'));
    expect(toldOf.map(({ id }) => id).toSorted()).toEqual(
      mine.map((one: { event_id: string }) => one.event_id).toSorted(),
    );
    expect(about(world.host, chatId, 'dispute.resolved')[0]?.body.data).toEqual(mine.at(-1));
  });

  it('[WH5] has what messages say for WEBHOOK_URL with WEBHOOK_TEXT, and for no endpoint that a page names', async () => {
    const other = await receiver();
    await endpoint(other);
    const chatId = await world.server.chat(world.customer, world.provider);
    await say(chatId, 'the-word-that-is-told');
    await arrived(world.host, chatId, 'message.created');
    await arrived(other, chatId, 'message.created');
    expect(about(world.host, chatId, 'message.created')[0]?.body.data.message).toBe('the-word-that-is-told');
    expect(other.received.map(({ text }) => text).join()).not.toContain('the-word-that-is-told');
    const kept = await world.server.database.pooled.query(
      "select from webhook_events where data::text like '%the-word-that%'",
    );
    expect(kept).toEqual([]);
  });

  it('[WH5] has nothing of a message that was deleted before it was told', async () => {
    world.host.answer = () => 503;
    const chatId = await world.server.chat(world.customer, world.provider);
    await arrived(world.host, chatId, 'chat.opened');
    const { id } = await say(chatId, 'soon-taken-back');
    await world.server.rest(world.customer.token, 'DELETE', `/api/chat/${chatId}/messages/${id}`);
    const written = "select from webhook_events where type like 'message.%' and chat_id = $1";
    await expect.poll(() => world.server.database.pooled.query(written, [chatId]), { timeout: 5000 }).toHaveLength(2);
    world.host.answer = () => 200;
    await makeDue();
    await arrived(world.host, chatId, 'message.deleted');
    expect(world.host.received.map(({ text }) => text).join()).not.toContain('soon-taken-back');
  });

  it('[WH6] is nothing of a lane: no word, no id, no number', async () => {
    const chatId = await world.server.chat(world.customer, world.provider);
    const { body: dispute } = await world.server.rest(world.customer.token, 'POST', `/api/chat/${chatId}/disputes`, {
      reason: 'x',
    });
    const { body: joined } = await world.server.rest(world.lsm.token, 'POST', `/api/disputes/${dispute.id}/join`);
    for (const { chatId: lane } of joined.lanes) await say(lane, 'said-in-a-lane', world.lsm);
    await say(chatId, 'after the lanes', world.lsm);
    await arrived(world.host, chatId, 'message.created');
    const all = world.host.received.map(({ text }) => text).join();
    expect(all).not.toContain('said-in-a-lane');
    expect(joined.lanes.length).toBe(3);
    for (const { chatId: lane } of joined.lanes) expect(all).not.toContain(lane);
  });

  it('[WH1] is only what an endpoint chose', async () => {
    const other = await receiver();
    await endpoint(other, { types: ['dispute.opened', 'chat.opened'] });
    const chatId = await world.server.chat(world.customer, world.provider);
    await say(chatId, 'not chosen');
    await arrived(world.host, chatId, 'message.created');
    await arrived(other, chatId, 'chat.opened');
    // What happened in other chats just before may still be told, to the new one as well.
    const told = other.received.filter(({ body }) => body.data.chatId === chatId);
    expect(told.map(({ body }) => body.type)).toEqual(['chat.opened']);
  });
});
