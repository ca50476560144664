import type { ChatStorage } from './chat-storage.js';

/** Deletes everything whose key begins with one of `prefixes`. */
export async function deleteAll(storage: ChatStorage, ...prefixes: string[]): Promise<void> {
  for (const prefix of prefixes) for (const [key] of await storage.entries(prefix)) await storage.delete(key);
}
