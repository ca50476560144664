import type { CommandInput, CommandOutput } from '@stm-chat/protocol';
import { ChatError, toChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';
import { backOff } from '../connection/back-off.js';
import type { ChatStorage } from '../storage/chat-storage.js';
import { createStore } from '../store.js';
import { type Channel, openChannel } from '../tabs/channel.js';
import { exclusive, type Locks } from '../tabs/locks.js';
import { type Held, isAtRest, isFinal, newHeld, toItem } from './held.js';
import { newRecord } from './new-record.js';
import type { Transfers } from './transfer.js';
import type { AddUpload, UploadError, UploadItem, Uploads } from './upload-item.js';
import { type UploadRecord, UploadShelf } from './upload-record.js';

export interface UploadBookOptions {
  readonly storage: ChatStorage;
  readonly clock: Clock;
  readonly random: () => number;
  readonly locks: Locks | undefined;
  readonly transfers: Transfers;
  readonly getUpload: (input: CommandInput<'get_upload'>) => Promise<CommandOutput<'get_upload'>>;
  /** Ids of uploads that messages in the outbox wait for: they are not given up. */
  readonly wanted: () => ReadonlySet<string>;
}

const AT_ONCE = 2;
const FIRST_LOOK_MS = 150;
const LAST_LOOK_MS = 3000;
/** What nobody sent for so long the server has swept away. */
const LIFE_MS = 24 * 3600 * 1000;
/** Files of sent attachments that are kept at hand. */
const LOCAL_MAX = 30;

/** Something changed; `removed`: this one was sent or removed, and nobody is to do anything more about it. */
type TabNews = { readonly removed: string } | null;

/**
 * Files on their way to the server. Each is on the device before it is on its way, with the place where the server takes
 * it: after a reload, a crash or a cut line it goes on where it stopped. Of several tabs the one that holds the upload's
 * lock sends it; the others take over when that one goes.
 */
export class UploadBook implements Uploads {
  readonly state = createStore<readonly UploadItem[]>([]);
  private readonly held = new Map<string, Held>();
  private readonly local = new Map<string, Blob>();
  private readonly shelf: UploadShelf;
  private readonly watchers = new Set<() => void>();
  private channel: Channel<TabNews> | undefined;
  private identify: (userId: number) => void = () => {};
  private closed = false;
  /** What the device keeps has been read: what is not here is nowhere. */
  private loaded = false;

  constructor(private readonly options: UploadBookOptions) {
    this.shelf = new UploadShelf(options.storage, new Promise((resolve) => (this.identify = resolve)));
  }

  /** Says whose uploads these are: what that user left here goes on. */
  open(userId: number): void {
    const { sharedName } = this.options.storage;
    const name = sharedName === undefined ? undefined : `${sharedName} uploads ${userId}`;
    this.channel = openChannel<TabNews>(name, (news) => this.hear(news));
    this.identify(userId);
    void this.load();
  }

  add(
    chatId: string,
    file: Blob,
    options: AddUpload = {},
    record: UploadRecord = newRecord(chatId, file, options, this.options.clock.now()),
  ): UploadItem {
    const held = this.hold(record, file);
    held.keeping = true;
    void this.shelf.add(record, file).then(() => {
      held.keeping = false;
      this.channel?.post(null);
      this.begin(held);
    });
    this.tell();
    return toItem(held);
  }

  pause(id: string): void {
    const held = this.held.get(id);
    if (held === undefined || held.phase === 'processing' || held.record.attachment !== undefined) return;
    this.halt(held);
    this.change(held, { paused: true });
  }

  resume(id: string): void {
    const held = this.held.get(id);
    if (held === undefined || (held.record.paused !== true && held.record.error === undefined)) return;
    const { paused: _, error, ...record } = held.record;
    // What was refused is begun anew: the server has thrown it away.
    const { url: __, ...fresh } = record;
    held.record = error === undefined ? record : fresh;
    if (error !== undefined) held.sent = 0;
    held.failures = 0;
    this.change(held, {});
    this.begin(held);
  }

  remove(id: string): void {
    const held = this.held.get(id);
    if (held === undefined) return;
    const { url } = held.record;
    this.forgetOne(held);
    if (url !== undefined) void this.options.transfers.cancel(url);
  }

  localFile(attachmentId: string): Blob | undefined {
    return this.local.get(attachmentId);
  }

  /**
   * The attachments of these uploads, once all are ready; what had failed is tried again.
   * @param isWanted false: nobody waits any more; asked whenever something changed
   * Throws `ChatError`: the server's refusal of one of them, or `conflict` when one was removed.
   */
  ready(ids: readonly string[], isWanted: () => boolean): Promise<readonly string[]> {
    for (const id of ids) if (this.held.get(id)?.record.error !== undefined) this.resume(id);
    return new Promise((resolve, reject) => {
      const look = () => {
        const outcome = this.outcome(ids, isWanted);
        if (outcome === undefined) return;
        this.watchers.delete(look);
        if (outcome instanceof ChatError) reject(outcome);
        else resolve(outcome);
      };
      this.watchers.add(look);
      look();
    });
  }

  /** Their message is stored: they are the server's now. */
  sent(ids: readonly string[]): void {
    for (const id of ids) {
      const held = this.held.get(id);
      if (held === undefined) continue;
      if (held.record.attachment !== undefined) this.keepLocal(held.record.attachment.id, held.file);
      this.forgetOne(held);
    }
  }

  /** The way to the server may have opened. */
  wake(): void {
    for (const held of this.held.values()) {
      if (!held.waiting) continue;
      held.failures = 0;
      this.halt(held);
      this.begin(held);
    }
  }

  async forget(): Promise<void> {
    for (const held of [...this.held.values()]) this.halt(held);
    this.held.clear();
    this.tell();
    await this.shelf.forget();
  }

  close(): void {
    this.closed = true;
    for (const held of this.held.values()) this.halt(held);
    this.channel?.close();
  }

  private outcome(ids: readonly string[], isWanted: () => boolean): readonly string[] | ChatError | undefined {
    if (!isWanted()) return new ChatError('conflict', 'The message was discarded');
    const items = ids.map((id) => this.held.get(id));
    if (items.some((held) => held === undefined)) {
      return this.loaded ? new ChatError('invalid_payload', 'A file of this message is gone') : undefined;
    }
    const failed = items.find((held) => held?.record.error !== undefined)?.record.error;
    if (failed !== undefined) return new ChatError('invalid_payload', failed.message);
    const attachments = items.map((held) => held?.record.attachment?.id).filter((id) => id !== undefined);
    return attachments.length === ids.length ? attachments : undefined;
  }

  private hear(news: TabNews): void {
    if (this.closed) return;
    const held = news === null ? undefined : this.held.get(news.removed);
    if (held === undefined) return void this.load();
    this.drop(held);
    // What this tab wrote of it meanwhile goes, too.
    void this.shelf.remove(held.record.id);
    this.pump();
  }

  private async load(): Promise<void> {
    const oldest = this.options.clock.now() - LIFE_MS;
    const found = await this.shelf.load(oldest);
    if (this.closed) return;
    if (found !== undefined) this.take(found, oldest);
    this.loaded = true;
    this.tell();
    this.pump();
  }

  private take(found: readonly (readonly [UploadRecord, Blob])[], oldest: number): void {
    const wanted = this.options.wanted();
    for (const [record, file] of found) {
      const held = this.held.get(record.id);
      // What this tab is about to write is newer than what it has read.
      if (this.shelf.isWriting(record.id)) continue;
      if (held === undefined) {
        if (record.createdAt < oldest && !wanted.has(record.id)) void this.shelf.remove(record.id);
        else this.hold(record, file);
      } else if (isAtRest(record) && !isAtRest(held.record)) {
        // Paused in another tab, or finished there.
        this.halt(held);
        held.record = record;
      } else if (held.transfer === undefined && held.phase === 'queued') held.record = record;
    }
    const ids = new Set(found.map(([{ id }]) => id));
    // Sent or removed in another tab, whatever this one is doing about it.
    for (const held of [...this.held.values()]) if (this.shelf.isGone(held.record.id, ids)) this.drop(held);
  }

  private hold(record: UploadRecord, file: Blob): Held {
    const held = newHeld(record, file);
    this.held.set(record.id, held);
    return held;
  }

  /** Starts what may be started: so many at once, each under its lock. */
  private begin(held: Held): void {
    const { record } = held;
    if (this.closed || !this.held.has(record.id) || isAtRest(record)) return this.tell();
    const busy = [...this.held.values()].filter(({ phase }) => phase !== 'queued').length;
    if (held.phase !== 'queued' || held.waiting || held.keeping || busy >= AT_ONCE) return;
    held.phase = 'uploading';
    this.tell();
    const leave = new AbortController();
    held.stop = () => leave.abort();
    const work = () => this.send(held, leave.signal);
    const { locks, storage } = this.options;
    const name = storage.sharedName === undefined ? undefined : `${storage.sharedName} upload ${record.id}`;
    const alone = locks === undefined || name === undefined;
    void (alone ? work() : exclusive(locks, name, work, leave.signal))
      .catch(() => undefined)
      .then(() => {
        if (held.phase !== 'queued' && !leave.signal.aborted) held.phase = 'queued';
        this.tell();
        this.pump();
      });
  }

  private pump(): void {
    for (const held of this.held.values()) if (held.phase === 'queued' && !isAtRest(held.record)) this.begin(held);
  }

  /** One attempt, from the first byte that the server lacks until it has said what it thinks of the file. */
  private async send(held: Held, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    // Another tab may have done it meanwhile.
    const kept = await this.shelf.read(held.record.id);
    if (signal.aborted) return;
    if (kept !== undefined && !this.shelf.isWriting(kept.id)) held.record = kept;
    if (isAtRest(held.record)) return;
    try {
      await this.transfer(held, signal);
      if (signal.aborted) return;
      held.phase = 'processing';
      this.tell();
      await this.settle(held, signal);
    } catch (error) {
      if (!signal.aborted) this.failed(held, toChatError(error));
    }
  }

  private transfer(held: Held, signal: AbortSignal): Promise<void> {
    const { record, file } = held;
    const { chatId, name, type, voice } = record;
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => resolve());
      held.transfer = this.options.transfers.begin({
        file,
        metadata: {
          ...{ chatId, filename: name, filetype: type },
          ...(voice === undefined ? {} : { peaks: voice.peaks.join(',') }),
        },
        url: record.url,
        onUrl: (url) => {
          if (url !== held.record.url && !signal.aborted) this.change(held, { url });
        },
        onProgress: (sent) => {
          if (signal.aborted) return;
          if (sent > held.sent) held.failures = 0;
          held.sent = sent;
          this.tell();
        },
        onDone: () => {
          if (!signal.aborted) held.sent = file.size;
          resolve();
        },
        onError: reject,
      });
    });
  }

  /** Waits until the server has looked at the file. */
  private async settle(held: Held, signal: AbortSignal): Promise<void> {
    held.transfer = undefined;
    const attachmentId = held.record.url?.split(/[/?#]/).findLast((part) => part !== '') ?? '';
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(LAST_LOOK_MS, pause * 1.5)) {
      const upload = await this.options.getUpload({ attachmentId });
      if (signal.aborted) return;
      if (upload.state === 'ready' && upload.attachment !== null)
        return this.change(held, { attachment: upload.attachment });
      if (upload.state === 'refused') {
        const error: UploadError = { code: 'invalid_payload', message: 'The file was refused' };
        return this.change(held, { error: upload.reason === null ? error : { ...error, reason: upload.reason } });
      }
      await new Promise<void>((resolve) => {
        const cancel = this.options.clock.after(pause, resolve);
        signal.addEventListener('abort', () => (cancel(), resolve()));
      });
      if (signal.aborted) return;
    }
  }

  private failed(held: Held, error: ChatError): void {
    held.transfer = undefined;
    held.phase = 'queued';
    const lost = error.code === 'not_found' && held.record.url !== undefined;
    if (lost) {
      // Swept away, or never finished: from the beginning.
      const { url: _, ...record } = held.record;
      held.record = record;
      held.sent = 0;
      void this.shelf.write(record);
    } else if (isFinal(error)) {
      return this.change(held, { error: { code: error.code, message: error.message } });
    }
    const pause = error.retryAfterMs ?? backOff(++held.failures, this.options.random);
    held.waiting = true;
    held.stop = this.options.clock.after(pause, () => {
      held.waiting = false;
      this.begin(held);
    });
  }

  private halt(held: Held): void {
    held.stop();
    held.stop = () => undefined;
    held.transfer?.abort();
    held.transfer = undefined;
    held.phase = 'queued';
    held.waiting = false;
  }

  private change(held: Held, change: Partial<UploadRecord>): void {
    if (this.held.get(held.record.id) !== held) return;
    held.record = { ...held.record, ...change };
    void this.shelf.write(held.record).then(() => this.channel?.post(null));
    this.tell();
  }

  private forgetOne(held: Held): void {
    this.drop(held);
    const { id } = held.record;
    void this.shelf.remove(id).then(() => this.channel?.post({ removed: id }));
    this.pump();
  }

  private drop(held: Held): void {
    this.halt(held);
    this.held.delete(held.record.id);
    this.tell();
  }

  private keepLocal(attachmentId: string, file: Blob): void {
    this.local.set(attachmentId, file);
    const [oldest] = this.local.keys();
    if (this.local.size > LOCAL_MAX && oldest !== undefined) this.local.delete(oldest);
  }

  private tell(): void {
    if (this.closed) return;
    this.state.set([...this.held.values()].map(toItem));
    for (const look of [...this.watchers]) look();
  }
}
