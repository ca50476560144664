import { openDB, type IDBPDatabase } from 'idb';
import type { ChatStorage } from './chat-storage.js';

const STORE = 'values';

/** Keeps values in the browser's IndexedDB, seen by all tabs of the origin. Throws when there is none to be had. */
export async function idbStorage(name: string): Promise<ChatStorage> {
  let database: Promise<IDBPDatabase> | undefined;
  const open = () => {
    // Forgotten when it closes, so that the next call opens it again: browsers close databases under memory pressure.
    const forget = () => void (database = undefined);
    database ??= openDB(name, 1, {
      upgrade: (fresh) => void fresh.createObjectStore(STORE),
      blocking: (_now, _next, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
    return database;
  };
  await open();
  return {
    sharedName: name,
    get: async (key) => (await open()).get(STORE, key),
    set: async (key, value) => void (await (await open()).put(STORE, value, key)),
    delete: async (key) => (await open()).delete(STORE, key),
    async entries(prefix) {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const { store } = (await open()).transaction(STORE);
      const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
      return keys.map((key, at) => [key as string, values[at] as unknown] as const);
    },
  };
}
