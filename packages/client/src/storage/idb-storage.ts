import type { ChatStorage } from './chat-storage.js';

const STORE = 'values';

/**
 * Keeps values in the browser's IndexedDB, seen by all tabs of the origin. Throws when there is none to be had. Without a
 * library: one store, four operations, and every page would carry the rest of it.
 */
export async function idbStorage(name: string): Promise<ChatStorage> {
  let database: Promise<IDBDatabase> | undefined;
  const forget = (opened: Promise<IDBDatabase> | undefined) => {
    if (database === opened) database = undefined;
  };
  const open = () => {
    if (database !== undefined) return database;
    const opened: Promise<IDBDatabase> = openDatabase(name, () => forget(opened));
    database = opened;
    // Next time it may open again.
    opened.catch(() => forget(opened));
    return opened;
  };
  await open();
  const begin = async (mode: IDBTransactionMode) => (await open()).transaction(STORE, mode).objectStore(STORE);
  const store = (mode: IDBTransactionMode) => {
    const opened = open();
    return begin(mode).catch(() => {
      // Some browsers' connections die without an event: then this is the first that one hears of it.
      forget(opened);
      return begin(mode);
    });
  };
  return {
    sharedName: name,
    get: async (key) => answer((await store('readonly')).get(key)),
    set: async (key, value) => written((await store('readwrite')).put(value, key)),
    delete: async (key) => written((await store('readwrite')).delete(key)),
    async entries(prefix) {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const values = await store('readonly');
      const [keys, found] = await Promise.all([answer(values.getAllKeys(range)), answer(values.getAll(range))]);
      return keys.map((key, at) => [key as string, found[at] as unknown] as const);
    },
  };
}

/** `forget` is called when it closes, so that the next call opens it again: browsers close databases under memory pressure. */
function openDatabase(name: string, forget: () => void): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
  return answer(request).then((database) => {
    // Another tab has a newer form of it, and waits.
    database.onversionchange = () => {
      database.close();
      forget();
    };
    database.onclose = forget;
    return database;
  });
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}

/** Resolves when it is safe: a request that succeeded may still be undone, for want of room. */
function written(request: IDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const { transaction } = request;
    if (transaction === null) return reject(new Error('IndexedDB failed'));
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? request.error ?? new Error('IndexedDB failed'));
  });
}
