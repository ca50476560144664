import type { Attachment } from '@stm-chat/protocol';
import type { ChatStorage } from '../storage/chat-storage.js';
import { isObject } from '../transport/wire-answer.js';
import { filePrefix, uploadPrefix as prefix } from './ready-attachments.js';
import type { UploadError, VoiceDetails } from './upload-item.js';

/** An upload as it is kept on the device. */
export interface UploadRecord {
  readonly id: string;
  readonly chatId: string;
  readonly name: string;
  readonly type: string;
  readonly createdAt: number;
  readonly voice?: VoiceDetails;
  readonly paused?: boolean;
  /** Where the server takes its bytes, once it has said so. */
  readonly url?: string;
  readonly attachment?: Attachment;
  readonly error?: UploadError;
}

/** Uploads on the device: what is known of each, and apart from it, since it never changes, its file. */
export class UploadShelf {
  /** Files that storage would not take, or gave back as something else; they are gone with the page. */
  private readonly inMemory = new Map<string, Blob>();

  constructor(
    private readonly storage: ChatStorage,
    private readonly userId: Promise<number>,
  ) {}

  async add(record: UploadRecord, file: Blob): Promise<void> {
    this.inMemory.set(record.id, file);
    await this.storage.set(filePrefix(await this.userId) + record.id, file);
    await this.write(record);
  }

  async write(record: UploadRecord): Promise<void> {
    await this.storage.set(prefix(await this.userId) + record.id, record);
  }

  async read(id: string): Promise<UploadRecord | undefined> {
    return readRecord(await this.storage.get(prefix(await this.userId) + id));
  }

  async remove(id: string): Promise<void> {
    const userId = await this.userId;
    this.inMemory.delete(id);
    await Promise.all([this.storage.delete(prefix(userId) + id), this.storage.delete(filePrefix(userId) + id)]);
  }

  /** Everything that is here, oldest first. @param oldest what was begun before then and lost its file is removed */
  async load(oldest: number): Promise<readonly (readonly [UploadRecord, Blob])[]> {
    const userId = await this.userId;
    const [records, files] = await Promise.all([
      this.storage.entries(prefix(userId)),
      this.storage.entries(filePrefix(userId)),
    ]);
    const fileOf = new Map(files.map(([key, value]) => [key.slice(filePrefix(userId).length), value]));
    const found: (readonly [UploadRecord, Blob])[] = [];
    for (const [key, value] of records) {
      const record = readRecord(value);
      const id = key.slice(prefix(userId).length);
      const kept = fileOf.get(id);
      const file = kept instanceof Blob ? kept : this.inMemory.get(id);
      // Without its file it is another tab's, in a storage that keeps text alone, or soon too old.
      if (record !== undefined && file !== undefined) found.push([record, file]);
      else if (record === undefined || record.createdAt < oldest) await this.remove(id);
    }
    return found.sort(([a], [b]) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  async forget(): Promise<void> {
    const userId = await this.userId;
    const kept = [...(await this.storage.entries(prefix(userId))), ...(await this.storage.entries(filePrefix(userId)))];
    await Promise.all(kept.map(([key]) => this.storage.delete(key)));
  }
}

function readRecord(value: unknown): UploadRecord | undefined {
  if (!isObject(value)) return undefined;
  const { id, chatId, name, type, createdAt } = value;
  const known = [id, chatId, name, type].every((field) => typeof field === 'string') && typeof createdAt === 'number';
  return known ? (value as unknown as UploadRecord) : undefined;
}
