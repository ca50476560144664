import { newId } from '../new-id.js';
import type { AddUpload, UploadItem } from './upload-item.js';
import type { UploadRecord } from './upload-record.js';

/** A file as it is added. */
export function newRecord(chatId: string, file: Blob, { name, voice }: AddUpload, now: number): UploadRecord {
  return {
    ...{ id: newId(), chatId, name: name ?? (file instanceof File ? file.name : 'file'), type: file.type },
    createdAt: now,
    ...(voice === undefined ? {} : { voice }),
  };
}

/** The same as it is shown before anything was done about it. */
export function queuedItem({ id, chatId, name, type, voice }: UploadRecord, file: Blob): UploadItem {
  const item = { id, chatId, name, type, size: file.size, sent: 0, state: 'queued' as const, file };
  return voice === undefined ? item : { ...item, voice };
}
