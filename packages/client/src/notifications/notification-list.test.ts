import type { Notification, ServerEvents } from '@stm-chat/protocol';
import { describe, expect, test } from 'vitest';
import { ChatError } from '../chat-error.js';
import type { ChatClient } from '../client-types.js';
import type { ConnectionState } from '../connection/connection-state.js';
import { createStore } from '../store.js';
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
      return {
        notifications: pages[at] ?? [],
        next: pages[String(Number(at) + 1)] === undefined ? null : String(Number(at) + 1),
      };
    },
  } as unknown as ChatClient;
  const list = createNotificationList(client);
  return {
    connection,
    calls,
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
