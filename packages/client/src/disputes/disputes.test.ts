import type { Dispute } from '@stm-chat/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FakeClock, settle } from '../testing/fake-clock.js';
import { FakeDisputeServer } from '../testing/fake-dispute-server.js';
import { disputesOf } from './disputes.js';

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function dispute(number: number, changes: Partial<Dispute> = {}): Dispute {
  return {
    id: id(number),
    chatId: id(number + 100),
    status: 'open',
    region: 'lahore',
    reason: 'Nobody came',
    details: null,
    wished_outcome: null,
    evidence: [],
    job: null,
    opened_by: 1,
    opened_role: 'customer',
    lsm_id: null,
    outcome: null,
    note: null,
    resolution: null,
    offer: null,
    opened_at: '2026-03-04T09:00:00.000Z',
    assigned_at: null,
    answered_at: null,
    answer_by: '2026-03-05T09:00:00.000Z',
    settle_by: '2026-03-11T09:00:00.000Z',
    resolved_at: null,
    closed_at: null,
    lanes: [],
    ...changes,
  };
}

function world(...first: Dispute[]) {
  const server = new FakeDisputeServer();
  for (const each of first) server.disputes.set(each.id, each);
  const clock = new FakeClock();
  const disputes = disputesOf(server.client, clock);
  const ids = () => disputes.running.get().disputes.map((each) => Number(each.id.slice(-3)));
  return { server, clock, disputes, ids };
}

describe('the running disputes', () => {
  test('are not asked for without a connection, nor after the client was closed in the middle', async () => {
    const { server, clock, disputes } = world(dispute(1));
    server.away = true;
    disputes.watch();
    disputes.follow(id(1));
    server.connection.set({ status: 'ended', reason: 'closed' });
    const asked = server.calls.length;
    await server.deliver();
    await clock.advance(600_000);
    expect(server.calls).toHaveLength(asked);
  });

  test('are read when somebody looks, and follow what the server tells', async () => {
    const { server, disputes, ids } = world(dispute(1), dispute(2, { answer_by: '2026-03-04T12:00:00.000Z' }));
    expect(disputes.running.get().status).toBe('loading');
    disputes.watch();
    await server.deliver();
    expect(disputes.running.get().status).toBe('ready');
    expect(ids()).toEqual([2, 1]);
    server.put(dispute(3, { answer_by: '2026-03-04T11:00:00.000Z' }));
    server.remove(id(2));
    expect(ids()).toEqual([3, 1]);
    server.put(dispute(1, { status: 'withdrawn', closed_at: '2026-03-04T10:00:00.000Z' }));
    expect(ids()).toEqual([3]);
    expect(disputes.ended.get().disputes).toHaveLength(1);
  });

  test('page by page, all of them', async () => {
    const { server, disputes, ids } = world(...Array.from({ length: 7 }, (_, number) => dispute(number)));
    server.pageSize = 3;
    disputes.watch();
    await server.deliver();
    expect(ids()).toHaveLength(7);
  });

  test('an answer that is older than the news does not bring back what went', async () => {
    const { server, disputes, ids } = world(dispute(1), dispute(2));
    disputes.watch();
    server.remove(id(1));
    server.put(dispute(2, { status: 'assigned', lsm_id: 9 }));
    await server.deliver();
    expect(ids()).toEqual([2]);
    expect(disputes.running.get().disputes[0]?.lsm_id).toBe(9);
  });

  test('are read again after a time without a connection: what went meanwhile is gone', async () => {
    const { server, disputes, ids } = world(dispute(1), dispute(2));
    disputes.watch();
    await server.deliver();
    server.goOffline();
    server.remove(id(1));
    server.put(dispute(3));
    expect(ids()).toEqual([1, 2]);
    server.goOnline();
    await server.deliver();
    expect(ids()).toEqual([2, 3]);
  });

  test('a failure is said while there is nothing to show, tried again, and never takes away what is shown', async () => {
    const { server, clock, disputes, ids } = world(dispute(1));
    server.away = true;
    disputes.watch();
    await server.deliver();
    expect(disputes.running.get()).toMatchObject({ status: 'failed', error: { code: 'unavailable' } });
    server.away = false;
    await clock.advance(5000);
    await server.deliver();
    expect(ids()).toEqual([1]);
    server.away = true;
    await clock.advance(180_000);
    await server.deliver();
    expect(disputes.running.get().status).toBe('ready');
    expect(ids()).toEqual([1]);
  });

  test('nobody looks, nobody asks', async () => {
    const { server, clock, disputes } = world(dispute(1));
    const stop = disputes.watch();
    await server.deliver();
    stop();
    stop();
    const asked = server.calls.length;
    await clock.advance(600_000);
    server.goOffline();
    server.goOnline();
    expect(server.calls).toHaveLength(asked);
  });
});

describe('one dispute', () => {
  test('is read when it is followed; gone when it is not mine, or no longer', async () => {
    const { server, disputes } = world(dispute(1));
    const one = disputes.dispute(id(1));
    const other = disputes.dispute(id(2));
    disputes.follow(id(1));
    disputes.follow(id(2));
    expect(one.get().status).toBe('loading');
    await server.deliver();
    expect(one.get()).toMatchObject({ status: 'ready', dispute: { reason: 'Nobody came' } });
    expect(other.get().status).toBe('gone');
    server.remove(id(1));
    expect(one.get().status).toBe('gone');
  });

  test('a command changes it at once, whatever came in between', async () => {
    const { server, disputes } = world(dispute(1));
    const joining = disputes.join(id(1));
    server.put(dispute(1, { status: 'assigned', lsm_id: 4, answered_at: '2026-03-04T10:00:00.000Z' }));
    await server.deliver();
    await expect(joining).resolves.toMatchObject({ status: 'assigned' });
    expect(disputes.dispute(id(1)).get()).toMatchObject({ dispute: { answered_at: '2026-03-04T10:00:00.000Z' } });
  });

  test('the same client has the same disputes', () => {
    const { server, disputes } = world();
    expect(disputesOf(server.client)).toBe(disputes);
  });
});

/** State plus events is what a fresh reading gives, whatever was told, asked, lost and answered in whatever order. */
test('after everything arrived, the queue is what a fresh reading gives', async () => {
  const action = fc.record({
    name: fc.constantFrom('put', 'take', 'end', 'remove', 'deliver', 'offline', 'online', 'watch'),
    number: fc.nat({ max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
      const { server, disputes } = world(dispute(1));
      disputes.watch();
      for (const { name, number } of actions) {
        if (name === 'put') server.put(dispute(number));
        else if (name === 'take') server.put(dispute(number, { status: 'assigned', lsm_id: 4 }));
        else if (name === 'end')
          server.put(dispute(number, { status: 'resolved', closed_at: '2026-03-09T09:00:00.000Z' }));
        else if (name === 'remove') server.remove(id(number));
        else if (name === 'deliver') await server.deliver(number + 1);
        else if (name === 'offline') server.goOffline();
        else if (name === 'online') server.goOnline();
        else disputes.watch()();
      }
      server.goOffline();
      server.goOnline();
      await server.deliver();
      await settle();
      const shown = disputes.running.get().disputes.map((each) => `${each.id} ${each.status}`);
      const fresh = [...server.disputes.values()]
        .filter(({ status }) => status === 'open' || status === 'assigned')
        .map((each) => `${each.id} ${each.status}`);
      expect(shown.toSorted()).toEqual(fresh.toSorted());
    }),
    { numRuns: 300 },
  );
});
