import type { ChatStorage } from './chat-storage.js';

/** Keeps values for as long as the program runs. */
export function memoryStorage(): ChatStorage {
  const values = new Map<string, string>();
  return {
    get: async (key) => parse(values.get(key)),
    set: async (key, value) => void values.set(key, JSON.stringify(value)),
    delete: async (key) => void values.delete(key),
    entries: async (prefix) =>
      [...values]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => [key, parse(value)] as const),
  };
}

function parse(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
