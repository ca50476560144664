import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { disputeCase } from '../../../../apps/server/src/features/disputes/testing/dispute-case.js';
import { startTestServer, type TestServer, type TestUser } from '../../../../apps/server/src/testing/test-server.js';
import { createChatClient } from '../client.js';
import type { ChatClient } from '../client-types.js';
import type { Environment } from '../connection/environment.js';
import { tokenSource } from '../session/token-source.js';
import { memoryStorage } from '../storage/memory-storage.js';
import { openTcpProxy, type TcpProxy } from '../testing/tcp-proxy.js';
import { type Disputes, disputesOf } from './disputes.js';

let server: TestServer;
let proxy: TcpProxy;
const clients = new Set<ChatClient>();
const watchers = new Set<() => void>();
const environment: Environment = {
  isOnline: () => true,
  subscribe(listener) {
    const watcher = () => listener('online');
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  },
};

beforeAll(async () => {
  server = await startTestServer();
  proxy = await openTcpProxy(server.port);
});
afterEach(() => {
  for (const client of clients) client.close();
  clients.clear();
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

/** The disputes of somebody at a device of their own, read while the test runs. */
async function deviceOf(user: TestUser): Promise<{ client: ChatClient; disputes: Disputes }> {
  const session = tokenSource(async () => user.token);
  const client = createChatClient({ url: proxy.url, session, storage: memoryStorage(), environment });
  clients.add(client);
  await client.connect();
  const disputes = disputesOf(client);
  disputes.watch();
  await eventually(() => expect(disputes.running.get().status).toBe('ready'));
  return { client, disputes };
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const running = ({ running: list }: Disputes) => list.get().disputes.map(({ id, status }) => [id, status]);
const stateOf = (disputes: Disputes, disputeId: string) => {
  const state = disputes.dispute(disputeId).get();
  return state.status === 'ready' ? state.dispute.status : state.status;
};

describe('the disputes of the SDK against the server', () => {
  it('[DS18][DS3] a case goes from the queue to one LSM, back, and to its end, as everybody may see it', async () => {
    const { customer, provider, lsm, region, chatId } = await disputeCase(server);
    const colleague = await server.user('lsm', { region });
    const [ofCustomer, ofProvider, ofLsm, ofColleague] = await Promise.all(
      [customer.user, provider, lsm, colleague].map(async (user) => (await deviceOf(user)).disputes),
    );
    const { id, evidence } = await ofCustomer!.open({ chatId, reason: 'Nobody came', evidence: [1] });
    expect(evidence).toEqual([1]);
    const parties = [ofCustomer!, ofProvider!];
    for (const one of [...parties, ofLsm!, ofColleague!]) {
      await eventually(() => expect(running(one)).toEqual([[id, 'open']]));
    }
    await ofLsm!.join(id);
    await expect(ofColleague!.join(id)).rejects.toMatchObject({ code: 'conflict' });
    for (const one of [...parties, ofLsm!]) await eventually(() => expect(running(one)).toEqual([[id, 'assigned']]));
    await eventually(() => expect(running(ofColleague!)).toEqual([]));
    expect(stateOf(ofColleague!, id)).toBe('gone');
    await ofLsm!.handOver(id, colleague.id, ' Yours ');
    await eventually(() => expect(running(ofColleague!)).toEqual([[id, 'assigned']]));
    await eventually(() => expect(running(ofLsm!)).toEqual([]));
    await ofColleague!.release(id);
    for (const one of [...parties, ofLsm!, ofColleague!]) {
      await eventually(() => expect(running(one)).toEqual([[id, 'open']]));
    }
    const { offer } = await ofProvider!.offer(id, { refund_percent: 40 }, 'one-offer');
    const again = await ofProvider!.offer(id, { refund_percent: 40 }, 'one-offer');
    expect(again.offer?.id).toBe(offer?.id);
    await ofCustomer!.acceptOffer(id, offer!.id);
    for (const one of [...parties, ofLsm!, ofColleague!]) await eventually(() => expect(running(one)).toEqual([]));
    await ofProvider!.loadEnded();
    expect(ofProvider!.ended.get().disputes).toMatchObject([{ id, resolution: 'agreement' }]);
    await expect(ofCustomer!.withdraw(id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await ofCustomer!.ofChat(chatId)).toMatchObject([{ id, status: 'resolved', evidence: [1] }]);
  });

  it('what happened without a connection is there after it, in the queue and in the case that is followed', async () => {
    const { customer, lsm, region, disputeId } = await (await disputeCase(server)).open();
    const colleague = await server.user('lsm', { region });
    const { client, disputes } = await deviceOf(lsm);
    disputes.follow(disputeId);
    await eventually(() => expect(stateOf(disputes, disputeId)).toBe('open'));
    // Half-open: nothing comes, and nobody is told.
    proxy.swallow(true);
    await server.rest(colleague.token, 'POST', `/api/disputes/${disputeId}/join`, {});
    const later = await disputeCase(server);
    const moved = await server.chat(customer.user, later.provider);
    const second = await server.rest(customer.user.token, 'POST', `/api/chat/${moved}/disputes`, { reason: 'More' });
    expect(stateOf(disputes, disputeId)).toBe('open');
    proxy.cut();
    await eventually(() => expect(client.connection.get().status).not.toBe('online'));
    proxy.swallow(false);
    for (const watcher of watchers) watcher();
    await eventually(() => expect(running(disputes)).toEqual([[second.body.id, 'open']]));
    await eventually(() => expect(stateOf(disputes, disputeId)).toBe('gone'));
  });
});
