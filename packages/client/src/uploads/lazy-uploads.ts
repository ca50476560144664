import { deleteAll } from '../storage/delete-all.js';
import { createStore } from '../store.js';
import { filePrefix, uploadPrefix } from './ready-attachments.js';
import { newRecord, queuedItem } from './new-record.js';
import type { UploadBook, UploadBookOptions } from './upload-book.js';
import type { AddUpload, UploadItem, Uploads } from './upload-item.js';

export interface LazyUploadsOptions extends Omit<UploadBookOptions, 'transfers'> {
  readonly transfers: () => Promise<UploadBookOptions['transfers']>;
}

/**
 * Uploads, whose book (`upload-book.ts`) is loaded with the first file, or when an earlier visit left some. What is asked
 * of it before then is done once it is there, in its order.
 */
export class LazyUploads implements Uploads {
  readonly state = createStore<readonly UploadItem[]>([]);
  private book: UploadBook | undefined;
  private loading = false;
  private closed = false;
  private userId: number | undefined;
  private tasks: ((book: UploadBook) => void)[] = [];

  constructor(private readonly options: LazyUploadsOptions) {}

  open(userId: number): void {
    this.userId = userId;
    this.book?.open(userId);
    const left = this.options.storage.entries(uploadPrefix(userId));
    void left.then((found) => found.length > 0 && this.load()).catch(() => undefined);
  }

  add(chatId: string, file: Blob, options: AddUpload = {}): UploadItem {
    const record = newRecord(chatId, file, options, this.options.clock.now());
    const item = queuedItem(record, file);
    this.state.set([...this.state.get(), item]);
    this.ask((book) => book.add(chatId, file, options, record));
    return item;
  }

  pause(id: string): void {
    this.ask((book) => book.pause(id));
  }

  resume(id: string): void {
    this.ask((book) => book.resume(id));
  }

  remove(id: string): void {
    this.state.set(this.state.get().filter((item) => item.id !== id));
    this.ask((book) => book.remove(id));
  }

  localFile(attachmentId: string): Blob | undefined {
    return this.book?.localFile(attachmentId);
  }

  /** See `UploadBook.ready`. */
  ready(ids: readonly string[], isWanted: () => boolean): Promise<readonly string[]> {
    return new Promise((resolve, reject) => this.ask((book) => void book.ready(ids, isWanted).then(resolve, reject)));
  }

  sent(ids: readonly string[]): void {
    this.ask((book) => book.sent(ids));
  }

  /** The way to the server may have opened. */
  wake(): void {
    this.book?.wake();
    if (this.tasks.length > 0) this.load();
  }

  /** Also without a network, when the book cannot be loaded. */
  async forget(): Promise<void> {
    if (this.book !== undefined) return this.book.forget();
    this.tasks = [];
    this.state.set([]);
    const { userId } = this;
    if (userId !== undefined) await deleteAll(this.options.storage, uploadPrefix(userId), filePrefix(userId));
  }

  close(): void {
    this.closed = true;
    this.book?.close();
  }

  private ask(task: (book: UploadBook) => void): void {
    if (this.book !== undefined) return task(this.book);
    this.tasks.push(task);
    this.load();
  }

  /** Without a network it cannot be had: the tasks wait until somebody asks again, or the network is back. */
  private load(): void {
    if (this.loading || this.book !== undefined || this.closed) return;
    this.loading = true;
    Promise.all([import('./upload-book.js'), this.options.transfers()])
      .then(([{ UploadBook: Book }, transfers]) => this.begin(new Book({ ...this.options, transfers })))
      .catch(() => undefined)
      .finally(() => (this.loading = false));
  }

  private begin(book: UploadBook): void {
    if (this.closed) return;
    this.book = book;
    book.state.subscribe(() => this.state.set(book.state.get()));
    if (this.userId !== undefined) book.open(this.userId);
    const tasks = this.tasks;
    this.tasks = [];
    for (const task of tasks) task(book);
  }
}
