import type { WireError } from '@stm-chat/protocol';
import type { OutboxEntry } from './outbox-entry.js';

/** Messages of mine that are not known to be stored, in the order in which they are to be sent. */
export interface OutboxState {
  readonly items: readonly OutboxItem[];
  /** Client ids that are done with, so that a list read before does not bring them back. */
  readonly done: ReadonlySet<string>;
}

export interface OutboxItem {
  readonly entry: OutboxEntry;
  /** Being sent by this tab at this moment. */
  readonly sending: boolean;
  /** On the device's storage, as it is here. */
  readonly kept: boolean;
}

export type OutboxEvent =
  | { readonly type: 'added'; readonly entry: OutboxEntry }
  /** Written to storage, as it was then. */
  | { readonly type: 'kept'; readonly entry: OutboxEntry }
  /** What storage holds, after a start or when another tab changed it. */
  | { readonly type: 'loaded'; readonly entries: readonly OutboxEntry[] }
  | { readonly type: 'sending'; readonly clientId: string }
  /** The attempt failed in a way that another one may not. */
  | { readonly type: 'deferred'; readonly clientId: string }
  | { readonly type: 'refused'; readonly clientId: string; readonly error: WireError }
  | { readonly type: 'retried'; readonly clientId: string; readonly order: number }
  /** Stored by the server, wherever that was learnt first, or discarded. */
  | { readonly type: 'done'; readonly clientId: string };

export const emptyOutbox: OutboxState = { items: [], done: new Set() };

/** The one place where the outbox changes; keyed by client id, so that no news counts twice. */
export function nextOutbox(state: OutboxState, event: OutboxEvent): OutboxState {
  switch (event.type) {
    case 'added':
      return place(state, { entry: event.entry, sending: false, kept: false });
    case 'kept':
      return change(state, event.entry.clientId, (item) => ({ ...item, kept: item.entry === event.entry }));
    case 'loaded':
      return merge(state, event.entries);
    case 'sending':
      return change(state, event.clientId, (item) => ({ ...item, sending: true }));
    case 'deferred':
      return change(state, event.clientId, (item) => ({ ...item, sending: false }));
    case 'refused':
      return change(state, event.clientId, (item) => ({
        ...item,
        sending: false,
        kept: false,
        entry: { ...item.entry, error: event.error },
      }));
    case 'retried': {
      const { clientId, order } = event;
      return change(state, clientId, ({ entry: { error: _, ...entry }, ...item }) => ({
        ...item,
        kept: false,
        entry: { ...entry, order },
      }));
    }
    case 'done':
      return {
        items: state.items.filter(({ entry }) => entry.clientId !== event.clientId),
        done: new Set(state.done).add(event.clientId),
      };
  }
}

/** The next message of each chat that may be sent now: one at a time, so that order holds whatever fails. */
export function nextToSend(state: OutboxState): OutboxEntry[] {
  const first = new Map<string, OutboxItem>();
  for (const item of state.items) {
    if (item.entry.error === undefined && !first.has(item.entry.chatId)) first.set(item.entry.chatId, item);
  }
  const busy = new Set(state.items.filter(({ sending }) => sending).map(({ entry }) => entry.chatId));
  return [...first.values()].filter(({ entry }) => !busy.has(entry.chatId)).map(({ entry }) => entry);
}

function place(state: OutboxState, item: OutboxItem): OutboxState {
  if (state.done.has(item.entry.clientId)) return state;
  const others = state.items.filter(({ entry }) => entry.clientId !== item.entry.clientId);
  return { ...state, items: inOrder([...others, item]) };
}

function change(state: OutboxState, clientId: string, to: (item: OutboxItem) => OutboxItem): OutboxState {
  if (!state.items.some(({ entry }) => entry.clientId === clientId)) return state;
  const items = state.items.map((item) => (item.entry.clientId === clientId ? to(item) : item));
  return { ...state, items: inOrder(items) };
}

/** Storage is right about what is kept, and this tab about what it is sending or has not kept yet. */
function merge(state: OutboxState, entries: readonly OutboxEntry[]): OutboxState {
  const held = new Map(state.items.map((item) => [item.entry.clientId, item]));
  const stored = new Set(entries.map(({ clientId }) => clientId));
  const items = entries
    .filter(({ clientId }) => !state.done.has(clientId))
    .map((entry): OutboxItem => {
      const known = held.get(entry.clientId);
      return known !== undefined && (known.sending || !known.kept) ? known : { entry, sending: false, kept: true };
    });
  const rest = state.items.filter(({ entry, kept, sending }) => !stored.has(entry.clientId) && (sending || !kept));
  return { ...state, items: inOrder([...items, ...rest]) };
}

function inOrder(items: OutboxItem[]): OutboxItem[] {
  return items.sort((a, b) => a.entry.order - b.entry.order || (a.entry.clientId < b.entry.clientId ? -1 : 1));
}
