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
  /** What is known to be in storage. */
  private readonly stored = new Set<string>();
  private readonly writes = new Map<string, Promise<void>>();
  private writesDone = 0;

  constructor(
    private readonly storage: ChatStorage,
    private readonly userId: Promise<number>,
  ) {}

  add(record: UploadRecord, file: Blob): Promise<void> {
    this.inMemory.set(record.id, file);
    return this.inTurn(record.id, async (userId) => {
      // Without room for the file it is in this tab alone, and is sent all the same.
      await this.storage.set(filePrefix(userId) + record.id, file).catch(() => undefined);
      await this.put(userId, record);
    });
  }

  write(record: UploadRecord): Promise<void> {
    return this.inTurn(record.id, (userId) => this.put(userId, record));
  }

  async read(id: string): Promise<UploadRecord | undefined> {
    const value = await this.storage.get(prefix(await this.userId) + id).catch(() => undefined);
    return readRecord(value);
  }

  remove(id: string): Promise<void> {
    this.inMemory.delete(id);
    return this.inTurn(id, async (userId) => {
      this.stored.delete(id);
      await Promise.all([this.storage.delete(prefix(userId) + id), this.storage.delete(filePrefix(userId) + id)]);
    });
  }

  /** Storage does not yet have what is known here. */
  isWriting(id: string): boolean {
    return this.writes.has(id);
  }

  /** It was in storage, and is not among what was just read there. */
  isGone(id: string, found: ReadonlySet<string>): boolean {
    return this.stored.has(id) && !found.has(id) && !this.isWriting(id);
  }

  /**
   * Everything that is here, oldest first; undefined when it cannot be read.
   * @param oldest what was begun before then and lost its file is removed
   */
  async load(oldest: number): Promise<readonly (readonly [UploadRecord, Blob])[] | undefined> {
    const userId = await this.userId;
    let kept: readonly Awaited<ReturnType<ChatStorage['entries']>>[] | undefined;
    let written: number;
    do {
      written = this.writesDone;
      const all = [prefix(userId), filePrefix(userId)].map((each) => this.storage.entries(each));
      kept = await Promise.all(all).catch(() => undefined);
      // Read before something was written here: it is not in there.
    } while (written !== this.writesDone);
    const [records = [], files = []] = kept ?? [];
    if (kept === undefined) return undefined;
    const fileOf = new Map(files.map(([key, value]) => [key.slice(filePrefix(userId).length), value]));
    const found: (readonly [UploadRecord, Blob])[] = [];
    for (const [key, value] of records) {
      const record = readRecord(value);
      const id = key.slice(prefix(userId).length);
      const content = fileOf.get(id);
      const file = content instanceof Blob ? content : this.inMemory.get(id);
      // Without its file it is another tab's, in a storage that keeps text alone, or soon too old.
      if (record !== undefined && file !== undefined) found.push([record, file]);
      else if (record === undefined || record.createdAt < oldest) void this.remove(id);
    }
    for (const [{ id }] of found) this.stored.add(id);
    return found.sort(([a], [b]) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  async forget(): Promise<void> {
    const userId = await this.userId;
    await Promise.all(this.writes.values());
    const kept = [...(await this.storage.entries(prefix(userId))), ...(await this.storage.entries(filePrefix(userId)))];
    await Promise.all(kept.map(([key]) => this.storage.delete(key)));
  }

  private async put(userId: number, record: UploadRecord): Promise<void> {
    await this.storage.set(prefix(userId) + record.id, record);
    this.stored.add(record.id);
  }

  /** What is written of one upload is written one after the other. That storage takes nothing stops no upload. */
  private inTurn(id: string, task: (userId: number) => Promise<void>): Promise<void> {
    const run = Promise.all([this.userId, this.writes.get(id)])
      .then(([userId]) => task(userId))
      .catch(() => undefined)
      .then(() => {
        this.writesDone++;
        if (this.writes.get(id) === run) this.writes.delete(id);
      });
    this.writes.set(id, run);
    return run;
  }
}

function readRecord(value: unknown): UploadRecord | undefined {
  if (!isObject(value)) return undefined;
  const { id, chatId, name, type, createdAt } = value;
  const known = [id, chatId, name, type].every((field) => typeof field === 'string') && typeof createdAt === 'number';
  return known ? (value as unknown as UploadRecord) : undefined;
}
