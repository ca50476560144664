import type { ChatStorage } from '../storage/chat-storage.js';
import { isObject } from '../transport/wire-answer.js';

/** What the keys of a user's uploads begin with. */
export const uploadPrefix = (userId: number): string => `upload/${userId}/`;

/** The attachments of uploads that are all ready; undefined while one is not. For whoever sends without a page. */
export async function readyAttachments(
  storage: ChatStorage,
  userId: number,
  ids: readonly string[],
): Promise<readonly string[] | undefined> {
  const records = await Promise.all(ids.map((id) => storage.get(uploadPrefix(userId) + id)));
  const ready = records.map((record) =>
    isObject(record) && isObject(record['attachment']) ? record['attachment']['id'] : null,
  );
  const known = ready.filter((id) => typeof id === 'string');
  return known.length === ids.length ? known : undefined;
}
