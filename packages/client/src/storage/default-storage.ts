import type { Clock } from '../clock.js';
import type { ChatStorage } from './chat-storage.js';
import { idbStorage } from './idb-storage.js';
import { memoryStorage } from './memory-storage.js';

/** Some browsers' IndexedDB neither opens nor fails (WebKit bug 226547): after this long memory has to do. */
const OPEN_TIMEOUT_MS = 3000;

/**
 * IndexedDB where it works, memory elsewhere (Node, private windows of some browsers). Nobody waits for the choice:
 * every call does by itself.
 */
export function defaultStorage(url: string, clock: Clock): ChatStorage {
  if (typeof indexedDB === 'undefined') return memoryStorage();
  // One database per server: users of two servers must not meet.
  const name = url === '' ? 'stm-chat' : `stm-chat ${url}`;
  const opened = Promise.race([
    idbStorage(name),
    new Promise<ChatStorage>(
      (_, reject) => void clock.after(OPEN_TIMEOUT_MS, () => reject(new Error('IndexedDB failed'))),
    ),
  ]);
  let shared: string | undefined = name;
  opened.catch(() => (shared = undefined));
  return {
    ...withFallback(opened),
    get sharedName() {
      return shared;
    },
  };
}

/** A storage of the host's own may be full or blocked, too. */
export function forgiving(storage: ChatStorage): ChatStorage {
  return { ...withFallback(Promise.resolve(storage)), sharedName: storage.sharedName };
}

/** Uses memory for whatever `main` cannot do: a full disk must not keep a message from being sent. */
export function withFallback(main: Promise<ChatStorage>): ChatStorage {
  const memory = memoryStorage();
  const orMemory = <T>(task: (storage: ChatStorage) => Promise<T>): Promise<T> =>
    main.then(task).catch(() => task(memory));
  return {
    get: async (key) => (await memory.get(key)) ?? orMemory((storage) => storage.get(key)),
    async set(key, value) {
      await memory.delete(key);
      await orMemory((storage) => storage.set(key, value));
    },
    async delete(key) {
      await memory.delete(key);
      await orMemory((storage) => storage.delete(key));
    },
    async entries(prefix) {
      const found = await Promise.all([orMemory((storage) => storage.entries(prefix)), memory.entries(prefix)]);
      return [...new Map(found.flat())].sort(([a], [b]) => (a < b ? -1 : 1));
    },
  };
}
