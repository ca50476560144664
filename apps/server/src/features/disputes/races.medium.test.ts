import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../../testing/test-server.js';
import { disputeCase } from './testing/dispute-case.js';

const SERVICE_TOKEN = 'a-service-token-of-more-than-thirty-two-bytes';
let server: TestServer;
const sockets = new Map<number, TestSocket>();
beforeAll(async () => {
  server = await startTestServer({ SERVICE_TOKEN, LIMIT_CONNECTIONS_PER_ADDRESS: '0' });
});
afterAll(() => server.close());

/** Numbers from 0 to 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

async function act(
  random: () => number,
  user: TestUser,
  what: string,
  input: Record<string, unknown>,
): Promise<string> {
  const { disputeId, offerId, ...body } = input;
  if (random() < 0.5) {
    const socket = sockets.get(user.id) ?? (await server.socket(user.token));
    sockets.set(user.id, socket);
    const answer = await socket.call(what, input);
    return answer.ok === true ? 'done' : answer.error.code;
  }
  const [verb = ''] = what.split(/_(?=[a-z]+$)/);
  const path =
    what === 'make_offer'
      ? 'offers'
      : what.endsWith('_offer')
        ? `offers/${String(offerId)}/${verb}`
        : verb.replace('_', '-');
  const answer = await server.rest(user.token, 'POST', `/api/disputes/${String(disputeId)}/${path}`, body);
  return answer.status < 300 ? 'done' : answer.body.code;
}

describe('everybody at once', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    '[DS3][DS4][DS20][LN4] claims, releases, handings over, offers and ends over both doors leave one truth (seed %i)',
    async (seed) => {
      const random = randomOf(seed);
      const some = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
      const { customer, provider, lsm, region, chatId, disputeId } = await (await disputeCase(server)).open();
      const lsms = [lsm, await server.user('lsm', { region }), await server.user('lsm', { region })];
      const parties = [customer.user, provider];
      const offers: string[] = [];
      const answers: string[] = [];
      const one = async () => {
        const dice = random();
        if (dice < 0.35) return act(random, some(lsms), 'join_dispute', { disputeId });
        if (dice < 0.5) return act(random, some(lsms), 'release_dispute', { disputeId });
        if (dice < 0.65) return act(random, some(lsms), 'hand_over_dispute', { disputeId, lsm_id: some(lsms).id });
        if (dice < 0.78) return act(random, some([...parties, lsm]), 'make_offer', { disputeId, refund_percent: 10 });
        if (dice < 0.92 && offers.length > 0) {
          const offerId = some(offers);
          return act(random, some(parties), random() < 0.7 ? 'accept_offer' : 'decline_offer', { disputeId, offerId });
        }
        if (dice < 0.96) return act(random, some(lsms), 'resolve_dispute', { disputeId, outcome: `Outcome ${dice}` });
        return act(random, customer.user, 'withdraw_dispute', { disputeId });
      };
      for (let round = 0; round < 8; round++) {
        answers.push(...(await Promise.all(Array.from({ length: 6 }, one))));
        const { body } = await server.rest(provider.token, 'GET', `/api/disputes/${disputeId}`);
        if (body.offer?.status === 'open') offers.push(body.offer.id);
      }
      // Whatever was refused was refused for a reason that a client can act on.
      const known = ['done', 'conflict', 'forbidden', 'not_found', 'invalid_payload', 'unavailable'];
      expect(answers.filter((answer) => !known.includes(answer))).toEqual([]);

      const dispute = (await server.rest(provider.token, 'GET', `/api/disputes/${disputeId}`)).body;
      const { access } = (await server.rest(provider.token, 'GET', `/api/disputes/${disputeId}/access`)).body;
      const present = access.filter(({ until }: { until: string | null }) => until === null);
      const summary = (await server.rest(provider.token, 'GET', `/api/chat/${chatId}`)).body;
      const assigned = dispute.status === 'assigned';
      expect(present.map(({ userId }: { userId: number }) => userId)).toEqual(assigned ? [dispute.lsm_id] : []);
      expect(summary.lsm_id).toBe(assigned ? dispute.lsm_id : null);
      const running = assigned || dispute.status === 'open';
      expect(summary.status).toBe(running ? 'disputed' : 'open');
      for (const one of lsms) {
        const mine = assigned && one.id === dispute.lsm_id;
        const reads = mine || (!running && one.id === dispute.lsm_id);
        const { status } = await server.rest(one.token, 'GET', `/api/chat/${chatId}/messages`);
        expect([one.id, status]).toEqual([one.id, reads ? 200 : 404]);
      }
      for (const { chatId: lane } of dispute.lanes) {
        const { body } = await server.rest(provider.token, 'GET', `/api/chat/${lane}`);
        expect([body.status, body.lsm_id]).toEqual(assigned ? ['disputed', dispute.lsm_id] : ['closed', null]);
      }
      // What the host learnt is the same story: no gap, no second end, nothing after it.
      const { disputes: events } = (await server.rest(SERVICE_TOKEN, 'GET', '/api/admin/disputes?limit=200')).body;
      const mine = events.filter(({ dispute_id }: { dispute_id: string }) => dispute_id === disputeId);
      const ends = mine.filter(({ type }: { type: string }) => type === 'resolved' || type === 'withdrawn');
      expect(ends.length).toBe(running ? 0 : 1);
      if (!running) expect(mine.at(-1)).toMatchObject({ status: dispute.status, outcome: dispute.outcome });
      // And so is the thread: one message a step, in the order of the events.
      const { messages } = (await server.rest(provider.token, 'GET', `/api/chat/${chatId}/messages?limit=200`)).body;
      const codes = messages.flatMap(({ system }: { system?: { code: string } }) => system?.code ?? []);
      const steps = codes.filter((code: string) => code.startsWith('dispute_'));
      const CODE: Record<string, string> = {
        opened: 'dispute_opened',
        assigned: 'dispute_joined',
        handed_over: 'dispute_handed_over',
        released: 'dispute_released',
        resolved: 'dispute_resolved',
        withdrawn: 'dispute_withdrawn',
      };
      expect(steps).toEqual(mine.map(({ type }: { type: string }) => CODE[type]));
      expect(messages.filter(({ offer }: { offer?: { status: string } }) => offer?.status === 'open').length).toBe(
        running && dispute.offer?.status === 'open' ? 1 : 0,
      );
    },
  );
});
