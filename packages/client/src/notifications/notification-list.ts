import type { Notification } from '@stm-chat/protocol';
import type { ChatClient } from '../client-types.js';
import { toChatError, type ChatError } from '../chat-error.js';
import { type Clock, systemClock } from '../clock.js';
import { createStore, type Store } from '../store.js';

export interface NotificationState {
  readonly status: 'loading' | 'ready' | 'failed';
  /** With `failed`: why. */
  readonly error?: ChatError;
  /** Newest first. */
  readonly notifications: readonly Notification[];
  /** Of those that are loaded. */
  readonly unread: number;
  readonly hasMore: boolean;
}

/** What a user was told of, on all devices the same. */
export interface NotificationList {
  readonly state: Store<NotificationState>;
  /** Reads the first page, now and after every new connection. The answer ends that. */
  start(): () => void;
  loadMore(): Promise<void>;
  /** Marks some read, or all; shown at once, and again as unread where that failed. Rejects with `ChatError`. */
  read(ids: readonly string[] | 'all'): Promise<void>;
}

type Change = (known: readonly Notification[]) => readonly Notification[];

const PAGE = 30;
const RETRY_MS = 5000;

/** Follows one client's notifications. Make one per client. */
export function createNotificationList(client: ChatClient, clock: Clock = systemClock): NotificationList {
  const state = createStore<NotificationState>({ status: 'loading', notifications: [], unread: 0, hasMore: false });
  let next: string | null = null;
  /** Which reading of the first page is the last one. */
  let turn = 0;
  /** What changed since that one was asked for, until it comes: it may have been answered before. */
  let since: Change[] | undefined;
  let started = 0;
  let cancelRetry = () => {};

  function show(change: Partial<NotificationState>): void {
    const merged = { ...state.get(), ...change };
    state.set({ ...merged, unread: merged.notifications.filter(({ read_at }) => read_at === null).length });
  }

  /** Changes what is shown, and what a page that is on its way will show. */
  function change(to: Change): void {
    since?.push(to);
    show({ notifications: to(state.get().notifications) });
  }

  async function load(): Promise<void> {
    const mine = ++turn;
    const changes: Change[] = [];
    since = changes;
    cancelRetry();
    try {
      const page = await client.call('list_notifications', { limit: PAGE });
      if (mine !== turn) return;
      next = page.next;
      const { error: _, ...rest } = state.get();
      const notifications = changes.reduce<readonly Notification[]>((known, to) => to(known), page.notifications);
      state.set({ ...rest, status: 'ready' });
      show({ notifications, hasMore: next !== null });
    } catch (error) {
      if (mine !== turn) return;
      // What is shown already stays.
      if (state.get().status !== 'ready') show({ status: 'failed', error: toChatError(error) });
      // Without a connection the next one reads it again.
      if (started > 0 && isOnline()) cancelRetry = clock.after(RETRY_MS, () => void load());
    } finally {
      if (mine === turn) since = undefined;
    }
  }

  function isOnline(): boolean {
    return client.connection.get().status === 'online';
  }

  return {
    state,
    start() {
      let online = false;
      let ended = false;
      started++;
      const look = () => {
        const was = online;
        online = isOnline();
        if (online && !was) void load();
        if (!online) cancelRetry();
      };
      const stops = [
        client.on('notification', (told) => change((known) => withNotification(known, told))),
        client.connection.subscribe(look),
      ];
      look();
      return () => {
        for (const stop of stops.splice(0)) stop();
        if (!ended && --started === 0) cancelRetry();
        ended = true;
      };
    },
    async loadMore() {
      const cursor = next;
      if (cursor === null) return;
      const page = await client.call('list_notifications', { limit: PAGE, cursor });
      if (cursor !== next) return;
      next = page.next;
      const known = new Set(state.get().notifications.map(({ id }) => id));
      const older = page.notifications.filter(({ id }) => !known.has(id));
      show({ notifications: [...state.get().notifications, ...older], hasMore: next !== null });
    },
    async read(ids) {
      const now = new Date().toISOString();
      const meant = (notification: Notification) => ids === 'all' || ids.includes(notification.id);
      change((known) => known.map((each) => (meant(each) ? { ...each, read_at: each.read_at ?? now } : each)));
      try {
        await client.call('read_notifications', ids === 'all' ? { all: true } : { ids: [...ids] });
      } catch (error) {
        void load();
        throw toChatError(error);
      }
    },
  };
}

/** With a notification as it is now: at its place by time, once; gone when nothing is left that it tells of. */
function withNotification(known: readonly Notification[], told: Notification): readonly Notification[] {
  const others = known.filter(({ id }) => id !== told.id);
  if (told.type === 'message' && told.count === 0) return others;
  return [...others, told].sort((a, b) => (a.created_at < b.created_at ? 1 : a.created_at > b.created_at ? -1 : 0));
}
