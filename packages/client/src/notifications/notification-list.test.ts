import type { Notification, ServerEvents } from '@stm-chat/protocol';
import { describe, expect, test } from 'vitest';
import { ChatError } from '../chat-error.js';
import type { ChatClient } from '../client-types.js';
import type { ConnectionState } from '../connection/connection-state.js';
import { createStore } from '../store.js';
import { FakeClock } from '../testing/fake-clock.js';
import { createNotificationList } from './notification-list.js';

const notification = (id: string, fields: Partial<Notification> = {}): Notification => ({
  id,
  type: 'message',
  chatId: '00000000-0000-4000-8000-000000000001',
  title: 'Omar',
  body: 'Hello',
  count: 1,
  created_at: `2026-03-04T09:0${id}:00.000Z`,
  read_at: null,
  ...fields,
});

function world(pages: Record<string, readonly Notification[]>) {
  const connection = createStore<ConnectionState>({ status: 'online', attempt: 0, since: 0 });
  const calls: object[] = [];
  let tell: (told: ServerEvents['notification']) => void = () => undefined;
  let refuse = false;
  let held: Promise<readonly Notification[] | undefined> | undefined;
  const clock = new FakeClock();
  const client = {
    connection,
    on: (_: string, listener: typeof tell) => {
      tell = listener;
      return () => (tell = () => undefined);
    },
    call: async (name: string, input: { cursor?: string }) => {
      calls.push({ name, ...input });
      if (refuse) throw new ChatError('unavailable', 'away');
      if (name === 'read_notifications') return undefined;
      const at = input.cursor ?? '1';
      const page = pages[at] ?? [];
      const wait = held;
      held = undefined;
      return {
        notifications: (await wait) ?? page,
        next: pages[String(Number(at) + 1)] === undefined ? null : String(Number(at) + 1),
      };
    },
  } as unknown as ChatClient;
  const list = createNotificationList(client, clock);
  return {
    connection,
    calls,
    clock,
    /** Holds back the next page, until the answer is called: with what it is to be instead. */
    hold() {
      let answer: (page?: readonly Notification[]) => void = () => undefined;
      held = new Promise((resolve) => (answer = resolve));
      return (page?: readonly Notification[]) => answer(page);
    },
    list,
    pages,
    tell: (told: Notification) => tell(told),
    refuse: (now: boolean) => (refuse = now),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const ids = ({ list }: ReturnType<typeof world>) => list.state.get().notifications.map(({ id }) => id);

describe('the list of notifications', () => {
  test('[NO3] shows the newest first, page by page, and counts the unread', async () => {
    const here = world({
      1: [notification('5'), notification('4', { read_at: '2026-03-04T10:00:00.000Z' })],
      2: [notification('3')],
    });
    here.list.start();
    await settled();
    expect(here.list.state.get()).toMatchObject({ status: 'ready', unread: 1, hasMore: true });
    await here.list.loadMore();
    expect(ids(here)).toEqual(['5', '4', '3']);
    expect(here.list.state.get()).toMatchObject({ unread: 2, hasMore: false });
  });

  test('[NO4] counts up in its place, and is cleared by what is read elsewhere', async () => {
    const here = world({ 1: [notification('5'), notification('4')] });
    here.list.start();
    await settled();
    here.tell(notification('4', { count: 2, created_at: '2026-03-04T09:08:00.000Z' }));
    expect(ids(here)).toEqual(['4', '5']);
    expect(here.list.state.get().unread).toBe(2);
    here.tell(notification('4', { read_at: '2026-03-04T09:09:00.000Z' }));
    expect(here.list.state.get().unread).toBe(1);
    here.tell(notification('5', { count: 0 }));
    expect(ids(here)).toEqual(['4']);
  });

  test('[NO6] is read at once here; where the server does not hear of it, it shows what the server has', async () => {
    const here = world({ 1: [notification('5'), notification('4')] });
    here.list.start();
    await settled();
    const read = here.list.read(['5']);
    expect(here.list.state.get().unread).toBe(1);
    await read;
    expect(here.calls.at(-1)).toEqual({ name: 'read_notifications', ids: ['5'] });
    here.refuse(true);
    await expect(here.list.read('all')).rejects.toThrow('away');
    here.refuse(false);
    here.connection.set({ status: 'connecting', attempt: 1, since: 0 });
    here.connection.set({ status: 'online', attempt: 1, since: 0 });
    await settled();
    expect(here.list.state.get()).toMatchObject({ status: 'ready', unread: 2 });
  });

  test('[NO3] what is told while a page is read is not lost, whichever comes first', async () => {
    const here = world({ 1: [notification('5'), notification('4')] });
    const answer = here.hold();
    here.list.start();
    here.tell(notification('7'));
    here.tell(notification('5', { read_at: '2026-03-04T09:10:00.000Z' }));
    here.tell(notification('4', { count: 0 }));
    answer();
    await settled();
    expect(ids(here)).toEqual(['7', '5']);
    expect(here.list.state.get()).toMatchObject({ status: 'ready', unread: 1 });
  });

  test('[NO6] what is read here while a page is read stays read', async () => {
    const here = world({ 1: [notification('5'), notification('4')] });
    here.list.start();
    await settled();
    const answer = here.hold();
    here.connection.set({ status: 'connecting', attempt: 1, since: 0 });
    here.connection.set({ status: 'online', attempt: 1, since: 0 });
    const read = here.list.read('all');
    answer();
    await read;
    await settled();
    expect(here.list.state.get().unread).toBe(0);
  });

  test('[NO3] of two readings the later one counts', async () => {
    const here = world({ 1: [notification('5')] });
    const first = here.hold();
    here.list.start();
    here.connection.set({ status: 'connecting', attempt: 1, since: 0 });
    here.pages['1'] = [notification('6'), notification('5')];
    const second = here.hold();
    here.connection.set({ status: 'online', attempt: 1, since: 0 });
    second();
    await settled();
    first([notification('5')]);
    await settled();
    expect(ids(here)).toEqual(['6', '5']);
  });

  test('that cannot be read at the moment is read again while the connection stands', async () => {
    const here = world({ 1: [notification('5')] });
    here.refuse(true);
    const stop = here.list.start();
    await settled();
    expect(here.list.state.get().status).toBe('failed');
    here.refuse(false);
    await here.clock.advance(5000);
    expect(here.list.state.get()).toMatchObject({ status: 'ready', unread: 1 });
    here.refuse(true);
    here.connection.set({ status: 'connecting', attempt: 1, since: 0 });
    here.connection.set({ status: 'online', attempt: 1, since: 0 });
    await settled();
    stop();
    const asked = here.calls.length;
    await here.clock.advance(60_000);
    expect(here.calls).toHaveLength(asked);
  });

  test('that cannot be read says so, until it can', async () => {
    const here = world({ 1: [notification('5')] });
    here.refuse(true);
    const stop = here.list.start();
    await settled();
    expect(here.list.state.get()).toMatchObject({ status: 'failed', error: { code: 'unavailable' } });
    here.refuse(false);
    here.connection.set({ status: 'connecting', attempt: 1, since: 0 });
    here.connection.set({ status: 'online', attempt: 1, since: 0 });
    await settled();
    expect(here.list.state.get()).toMatchObject({ status: 'ready', unread: 1 });
    expect(here.list.state.get().error).toBeUndefined();
    stop();
    here.tell(notification('7'));
    expect(ids(here)).toEqual(['5']);
  });
});
