import type { ChatStorage } from '../storage/chat-storage.js';
import { isObject } from '../transport/wire-answer.js';

/** What the keys of a user's uploads begin with. */
export const uploadPrefix = (userId: number): string => `upload/${userId}/`;

/** What the keys of their files begin with. */
export const filePrefix = (userId: number): string => `upload-file/${userId}/`;

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

/** Their message is sent: nothing of them stays here. */
export async function deleteUploads(storage: ChatStorage, userId: number, ids: readonly string[]): Promise<void> {
  const keys = ids.flatMap((id) => [uploadPrefix(userId) + id, filePrefix(userId) + id]);
  await Promise.all(keys.map((key) => storage.delete(key)));
}
