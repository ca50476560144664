import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer, type TestUser } from '../../testing/test-server.js';
import { WAIT_MS } from '../../testing/wait.js';
import { disputeCase } from './testing/dispute-case.js';

const ROUNDS = 5;
let server: TestServer;
let admin: TestUser;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.user('admin');
});
afterAll(() => server.close());

const post = (user: TestUser, path: string, body: object = {}) => server.rest(user.token, 'POST', path, body);
const read = async (user: TestUser, path: string) => (await server.rest(user.token, 'GET', path)).body;
const remove = (chatId: string, user: TestUser) =>
  server.rest(admin.token, 'DELETE', `/api/admin/chats/${chatId}/members/${user.id}`);

/** Where the system said what, in the order of the chat. */
async function said(user: TestUser, chatId: string): Promise<Record<string, number>> {
  const { messages } = await read(user, `/api/chat/${chatId}/messages?limit=200`);
  return Object.fromEntries(
    messages.flatMap(({ seq, system }: { seq: number; system?: { code: string } }) =>
      system === undefined ? [] : [[system.code, seq]],
    ),
  );
}

async function joined() {
  const opened = await (await disputeCase(server)).open();
  const { lanes } = (await post(opened.lsm, `/api/disputes/${opened.disputeId}/join`)).body;
  return { ...opened, lanes: lanes as { lane: string; chatId: string }[] };
}

/** All at once, and the one that began last in each of them another one. */
function shuffled<T>(round: number, all: readonly (() => Promise<T>)[]): Promise<T[]> {
  const order = all.map((_, nth) => (nth + round) % all.length);
  const running = order.map((nth) => ({ nth, answer: all[nth]!() }));
  return Promise.all(running.toSorted((a, b) => a.nth - b.nth).map(({ answer }) => answer));
}

const rounds = Array.from({ length: ROUNDS }, (_, round) => round);

describe('a seat that is taken while', () => {
  it.each(rounds)(
    '[ST7] the other party accepts: it is settled by who had the seat then, or it waits for who has it now (round %i)',
    async (round) => {
      const { customer, provider, lsm, chatId, disputeId } = await joined();
      const { body } = await post(lsm, `/api/disputes/${disputeId}/offers`, { refund_percent: 50 });
      const accept = (user: TestUser) => post(user, `/api/disputes/${disputeId}/offers/${body.offer.id}/accept`);
      await accept(customer.user);
      const next = await server.user('customer');
      const replace = async () => {
        await remove(chatId, customer.user);
        return post(admin, `/api/admin/chats/${chatId}/members`, { userId: next.id, role: 'customer' });
      };
      const [accepted, replaced] = await shuffled(round, [() => accept(provider), replace]);
      expect([accepted?.status, replaced?.status]).toEqual([200, 201]);
      const dispute = await read(provider, `/api/disputes/${disputeId}`);
      const codes = await said(provider, chatId);
      if (dispute.status === 'resolved') {
        expect(codes['dispute_resolved']).toBeLessThan(codes['member_removed'] ?? 0);
      } else {
        expect(dispute.offer).toMatchObject({ status: 'open', accepted_by: ['provider'] });
        expect((await accept(next)).body).toMatchObject({ status: 'resolved', resolution: 'agreement' });
      }
    },
  );

  it.each(rounds)(
    '[DS4][DS10] its LSM decides: there is an outcome by who had the case, or the case waits (round %i)',
    async (round) => {
      const { customer, lsm, chatId, disputeId } = await joined();
      const [decided] = await shuffled(round, [
        () => post(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Refund' }),
        () => remove(chatId, lsm),
      ]);
      if (decided?.status === 200) {
        expect(await read(customer.user, `/api/disputes/${disputeId}`)).toMatchObject({
          status: 'resolved',
          lsm_id: lsm.id,
        });
        return;
      }
      expect(['forbidden', 'not_found', 'conflict']).toContain(decided?.body.code);
      await vi.waitFor(
        async () =>
          expect(await read(customer.user, `/api/disputes/${disputeId}`)).toMatchObject({
            status: 'open',
            lsm_id: null,
          }),
        WAIT_MS,
      );
      expect((await server.rest(lsm.token, 'GET', `/api/chat/${chatId}/messages`)).status).toBe(404);
    },
  );
});

describe('what is said while', () => {
  it.each(rounds)(
    '[LN4] a lane is closed by a settlement is said before its end, or refused (round %i)',
    async (round) => {
      const { customer, lsm, disputeId, lanes } = await joined();
      const lane = lanes.find((one) => one.lane === 'customer')?.chatId ?? '';
      const say = (user: TestUser) => () => post(user, `/api/chat/${lane}/messages`, { message: 'One more thing' });
      const [resolved, ...answers] = await shuffled(round, [
        () => post(lsm, `/api/disputes/${disputeId}/resolve`, { outcome: 'Refund' }),
        say(customer.user),
        say(lsm),
        say(customer.user),
        say(lsm),
      ]);
      expect(resolved?.status).toBe(200);
      const { lane_closed: end = 0 } = await said(customer.user, lane);
      expect(end).toBeGreaterThan(0);
      for (const { status, body } of answers) {
        if (status === 201) expect(body.seq).toBeLessThan(end);
        else expect(['chat_closed', 'forbidden']).toContain(body.code);
      }
      // Who reads on reads all of it.
      const ofLsm = await read(lsm, `/api/chat/${lane}/messages`);
      expect(ofLsm.messages.at(-1).seq).toBe(end);
    },
  );

  it.each(rounds)(
    '[DS3][DS10] a case is handed over and released has one LSM, who reads, and the other does not (round %i)',
    async (round) => {
      const { customer, lsm, region, chatId, disputeId } = await joined();
      const next = await server.user('lsm', { region });
      await shuffled(round, [
        () => post(lsm, `/api/disputes/${disputeId}/hand-over`, { lsm_id: next.id }),
        () => post(lsm, `/api/disputes/${disputeId}/release`),
        () => post(next, `/api/disputes/${disputeId}/join`),
      ]);
      const { lsm_id } = await read(customer.user, `/api/disputes/${disputeId}`);
      for (const one of [lsm, next]) {
        const { status } = await server.rest(one.token, 'GET', `/api/chat/${chatId}/messages`);
        expect([one.id, status]).toEqual([one.id, one.id === lsm_id ? 200 : 404]);
      }
    },
  );
});
