import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { disputeCase } from './testing/dispute-case.js';

const SERVICE_TOKEN = 'a-service-token-of-more-than-thirty-two-bytes';
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN });
});
afterAll(() => server.close());

async function joined() {
  const opened = await (await disputeCase(server)).open();
  await post(opened.lsm, `/api/disputes/${opened.disputeId}/join`);
  return opened;
}
/** A day so many days from now, as the wire has it. */
const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const post = (user: TestUser, path: string, body: object = {}) => server.rest(user.token, 'POST', path, body);
const offer = (user: TestUser, disputeId: string, terms: object) =>
  post(user, `/api/disputes/${disputeId}/offers`, terms);
const answer = (user: TestUser, disputeId: string, offerId: string, what: 'accept' | 'decline') =>
  post(user, `/api/disputes/${disputeId}/offers/${offerId}/${what}`);
const messagesOf = async (user: TestUser, chatId: string) =>
  (await server.rest(user.token, 'GET', `/api/chat/${chatId}/messages`)).body.messages;

describe('offers', () => {
  it('[ST1] an offer is a message with terms, live for all; a counter-offer takes its place, and both show what they are now', async () => {
    const { customer, provider, chatId, disputeId } = await joined();
    const socket = await server.socket(provider.token);
    await socket.call('join_chat', { chatId });
    const first = await offer(customer.user, disputeId, { refund_percent: 50, text: 'Then we are done.' });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      sender_type: 'customer',
      message_type: 'text',
      message: 'Offer: refund of 50 %, Then we are done.',
      offer: { status: 'open', by_role: 'customer', accepted_by: ['customer'], terms: { refund_percent: 50 } },
    });
    await socket.event('new_message', ({ id }) => id === first.body.id);
    const counter = await offer(provider, disputeId, { redo: true, date: dayIn(7) });
    await socket.event('message_updated', ({ id, offer: now }) => id === first.body.id && now.status === 'superseded');
    const messages = await messagesOf(customer.user, chatId);
    const statuses = messages.flatMap((message: { offer?: { status: string } }) => message.offer?.status ?? []);
    expect(statuses).toEqual(['superseded', 'open']);
    expect((await answer(provider, disputeId, first.body.id, 'accept')).body.code).toBe('conflict');
    const dispute = await server.rest(customer.user.token, 'GET', `/api/disputes/${disputeId}`);
    expect(dispute.body.offer).toMatchObject({ id: counter.body.offer.id, status: 'open' });
  });

  it('[ST2] accepted by both it settles the dispute by agreement, with or without an LSM', async () => {
    for (const withLsm of [true, false]) {
      const made = withLsm ? await joined() : await (await disputeCase(server)).open();
      const { customer, provider, lsm, chatId, disputeId } = made;
      const { body } = await offer(withLsm ? lsm : provider, disputeId, { refund_amount: '40.00', currency: 'EUR' });
      const first = await answer(customer.user, disputeId, body.offer.id, 'accept');
      if (withLsm) {
        expect(first.body).toMatchObject({ status: 'assigned', offer: { accepted_by: ['customer'] } });
        const second = await answer(provider, disputeId, body.offer.id, 'accept');
        expect(second.body.status).toBe('resolved');
      }
      const dispute = (await server.rest(provider.token, 'GET', `/api/disputes/${disputeId}`)).body;
      expect(dispute).toMatchObject({
        status: 'resolved',
        resolution: 'agreement',
        outcome: 'refund of 40.00 EUR',
        offer: { status: 'accepted' },
      });
      expect((await answer(provider, disputeId, body.offer.id, 'accept')).status).toBe(200);
      expect((await messagesOf(provider, chatId)).at(-1).system).toEqual({
        code: 'dispute_resolved',
        params: { resolution: 'agreement', outcome: 'refund of 40.00 EUR' },
      });
    }
  });

  it('[ST4] a declined offer stands no more; what an offer said cannot be edited or deleted, not even afterwards', async () => {
    const { customer, provider, lsm, chatId, disputeId } = await joined();
    const made = await offer(provider, disputeId, { text: 'Sorry.' });
    expect((await answer(customer.user, disputeId, made.body.offer.id, 'decline')).body.offer).toBeNull();
    expect((await answer(customer.user, disputeId, made.body.offer.id, 'accept')).body.code).toBe('conflict');
    await post(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Nothing' });
    const edited = await server.rest(provider.token, 'PUT', `/api/chat/${chatId}/messages/${made.body.id}`, {
      message: 'Other',
    });
    expect([edited.status, edited.body.code]).toEqual([403, 'forbidden']);
  });

  it('[ST5][ST6] the same client_id of an offer gives the first one; terms that say nothing are invalid_payload', async () => {
    const { provider, chatId, disputeId } = await joined();
    const first = await offer(provider, disputeId, { text: 'One', client_id: 'mine' });
    const again = await offer(provider, disputeId, { text: 'Two', client_id: 'mine' });
    expect([first.status, again.status, again.body.id]).toEqual([201, 200, first.body.id]);
    expect((await messagesOf(provider, chatId)).filter((message: { offer?: object }) => message.offer)).toHaveLength(1);
    for (const terms of [
      {},
      { redo: false },
      { refund_amount: '5' },
      { refund_percent: 101 },
      { refund_percent: 1, refund_amount: '1', currency: 'EUR' },
      { refund_percent: 33.333 },
      { refund_percent: 1e-7 },
      { refund_percent: -1 },
      { refund_percent: '5' },
      { refund_amount: '007', currency: 'EUR' },
      { refund_amount: '1e3', currency: 'EUR' },
      { refund_amount: '1234567890123', currency: 'EUR' },
      { refund_amount: '-5', currency: 'EUR' },
      // What stands behind an amount cannot be read as part of it, nor turn it round.
      { refund_amount: '5', currency: '000 EUR' },
      { refund_amount: '5', currency: '.99' },
      { refund_amount: '5', currency: '\u202EEUR' },
      { refund_amount: '5', currency: 'EUR\u200B' },
      { redo: true, date: dayIn(-3) },
      { redo: true, date: dayIn(4000) },
      { redo: true, date: '2026-02-30' },
    ]) {
      expect([terms, (await offer(provider, disputeId, terms)).body.code]).toEqual([terms, 'invalid_payload']);
    }
    for (const currency of ['EUR', 'Rs.', '€', 'د.إ', 'R$', '₹', 'US dollar']) {
      const { body } = await offer(provider, disputeId, { refund_amount: '5.50', currency });
      expect(body.offer?.terms).toEqual({ refund_amount: '5.50', currency });
    }
  });
});

describe('what the host learns', () => {
  it('[DS20] every step is one event, in order, without gaps, whoever asks how often', async () => {
    const before = await server.rest(SERVICE_TOKEN, 'GET', '/api/admin/disputes?limit=200');
    const since = before.body.disputes.at(-1)?.id ?? 0;
    const { lsm, disputeId, chatId, customer } = await joined();
    await post(lsm, `/api/disputes/${disputeId}/release`);
    await post(lsm, `/api/disputes/${disputeId}/join`);
    await Promise.all(
      [1, 2, 3].map(() => post(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Refund', note: 'Why' })),
    );
    const events = (await server.rest(SERVICE_TOKEN, 'GET', `/api/admin/disputes?since=${since}`)).body.disputes;
    expect(events.map(({ type }: { type: string }) => type)).toEqual([
      'opened',
      'assigned',
      'released',
      'assigned',
      'resolved',
    ]);
    expect(events.map(({ id }: { id: number }) => id - since)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(events.map(({ event_id }: { event_id: string }) => event_id)).size).toBe(5);
    expect(events.at(-1)).toMatchObject({
      dispute_id: disputeId,
      chatId,
      status: 'resolved',
      outcome: 'Refund',
      note: 'Why',
      resolution: 'decision',
      settlement: null,
      lsm_id: lsm.id,
      customer_id: customer.user.id,
    });
    const paged = await server.rest(SERVICE_TOKEN, 'GET', `/api/admin/disputes?since=${since}&limit=2`);
    expect(paged.body.next).toBe(since + 2);
  });

  it('[DS20] an agreement tells the host the offer that both accepted', async () => {
    const { customer, provider, disputeId } = await joined();
    const { body } = await offer(provider, disputeId, { refund_percent: 30 });
    await answer(customer.user, disputeId, body.offer.id, 'accept');
    const events = (await server.rest(SERVICE_TOKEN, 'GET', '/api/admin/disputes?limit=200')).body.disputes;
    const last = events.findLast(({ dispute_id }: { dispute_id: string }) => dispute_id === disputeId);
    expect(last).toMatchObject({
      type: 'resolved',
      resolution: 'agreement',
      settlement: { status: 'accepted', terms: { refund_percent: 30 } },
    });
  });
});
