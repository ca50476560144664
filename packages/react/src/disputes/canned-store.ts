import { createStore, type Store } from '@stm-chat/client';
import type { CannedText } from './model/canned-texts.js';

/** An LSM's own texts: a few, kept on this device. */
export interface CannedStore extends Store<readonly CannedText[]> {
  add(title: string, text: string): void;
  remove(id: string): void;
}

const stores = new Map<number, CannedStore>();

/** The own texts of a user on this device. Where storage is blocked they last as long as the page. */
export function cannedTextsOf(userId: number): CannedStore {
  const known = stores.get(userId);
  if (known !== undefined) return known;
  const key = `stm-chat:canned:${userId}`;
  const store = createStore<readonly CannedText[]>(read(key));
  const set = (texts: readonly CannedText[]) => {
    store.set(texts);
    try {
      localStorage.setItem(key, JSON.stringify(texts));
    } catch {
      // Storage is blocked or full: they are there until the page goes.
    }
  };
  const made: CannedStore = {
    get: store.get,
    subscribe: store.subscribe,
    add: (title, text) => set([...store.get(), { id: `own-${Date.now()}-${store.get().length}`, title, text }]),
    remove: (id) => set(store.get().filter((one) => one.id !== id)),
  };
  stores.set(userId, made);
  return made;
}

function read(key: string): readonly CannedText[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isCannedText) : [];
  } catch {
    return [];
  }
}

function isCannedText(value: unknown): value is CannedText {
  if (typeof value !== 'object' || value === null) return false;
  const { id, title, text } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof title === 'string' && typeof text === 'string';
}
