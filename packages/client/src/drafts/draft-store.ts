import type { Clock } from '../clock.js';
import type { ChatStorage } from '../storage/chat-storage.js';
import { deleteAll } from '../storage/delete-all.js';
import { ChatDraft } from './chat-draft.js';

export interface DraftStoreOptions {
  readonly storage: ChatStorage;
  readonly clock: Clock;
  /** Whose drafts; known once signed in. */
  readonly userId: Promise<number>;
  readonly isOnline: () => boolean;
  /** Tells the server, and so my other devices. */
  readonly push: (chatId: string, text: string) => Promise<void>;
  /** What the server has, as far as the chat is known. */
  readonly serverDraft: (chatId: string) => string | undefined;
}

/** What is typed and not sent, one text per chat: kept on this device, and the same on all of them. */
export class DraftStore {
  private readonly drafts = new Map<string, ChatDraft>();
  private closed = false;
  private forgotten = false;

  constructor(private readonly options: DraftStoreOptions) {
    void this.takeUp();
  }

  draft(chatId: string): ChatDraft {
    const known = this.drafts.get(chatId);
    if (known !== undefined) return known;
    const { storage, clock, isOnline, push } = this.options;
    const made = new ChatDraft({
      clock,
      isOnline,
      read: async () => storage.get(await this.key(chatId)),
      write: async (state) =>
        state === undefined ? storage.delete(await this.key(chatId)) : storage.set(await this.key(chatId), state),
      push: (text) => push(chatId, text),
    });
    this.drafts.set(chatId, made);
    if (this.closed) made.close();
    if (this.forgotten) void made.forget();
    this.hearOf(chatId, made);
    return made;
  }

  /** The chats that are known, or what is known of them, changed. */
  chatsChanged(): void {
    for (const [chatId, draft] of this.drafts) this.hearOf(chatId, draft);
  }

  /** Connected. */
  wake(): void {
    for (const draft of this.drafts.values()) draft.wake();
  }

  /** Deletes them from this device, not from the others. */
  async forget(): Promise<void> {
    this.forgotten = true;
    await Promise.all([...this.drafts.values()].map((draft) => draft.forget()));
    await deleteAll(this.options.storage, await this.key(''));
  }

  close(): void {
    this.closed = true;
    for (const draft of this.drafts.values()) draft.close();
  }

  private hearOf(chatId: string, draft: ChatDraft): void {
    const server = this.options.serverDraft(chatId);
    if (server !== undefined) draft.hear(server);
  }

  /** Those that an earlier visit could not tell the server of go out also if nobody opens their chats. */
  private async takeUp(): Promise<void> {
    const prefix = await this.key('');
    const kept = await this.options.storage.entries(prefix).catch(() => []);
    for (const [key] of kept) this.draft(key.slice(prefix.length));
  }

  private async key(chatId: string): Promise<string> {
    return `draft/${await this.options.userId}/${chatId}`;
  }
}
