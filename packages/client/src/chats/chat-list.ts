import {
  LIST_LIMIT_DEFAULT,
  LIST_LIMIT_MAX,
  LIST_PINNED_MAX,
  type ChatSummary,
  type CommandOutput,
} from '@stm-chat/protocol';
import { toChatError, type ChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';
import type { ChatBook } from './chat-book.js';
import { depthOf, isListed, listedChats } from './sort-chats.js';
import { UnreadBelow } from './unread-below.js';

/** The list is read again this often while connected, for what no event told of. */
const REREAD_MS = 180_000;
/** Focus changes more often than this are no reason to read it again. */
const FRESH_MS = 10_000;
const RETRY_MS = 5000;

export interface ChatListOptions {
  readonly book: ChatBook;
  readonly clock: Clock;
  readonly listChats: (input: { limit: number; cursor?: string }) => Promise<CommandOutput<'list_chats'>>;
  /** A chat that should have been in the list and was not: it is to be asked for. */
  readonly onMissing: (chatId: string) => void;
  readonly onChange: () => void;
}

/** How much of the list is to be read: all that is shown, or from the top until nothing is new. */
type Depth = 'shown' | 'news';

/** Which chats there are: read page by page, and read again whenever events may have been missed. */
export class ChatList {
  status: 'loading' | 'ready' | 'failed' = 'loading';
  error: ChatError | undefined;
  fresh = false;
  private readonly below = new UnreadBelow();
  private next: string | null = null;
  /** The chats of all pages before `next`. */
  private above: ReadonlySet<string> = new Set();
  private readAt = -Infinity;
  private reading: Promise<void> | undefined;
  private again: Depth | undefined;
  private cancelTimer = () => {};
  private active = false;
  private epoch = 0;

  constructor(private readonly options: ChatListOptions) {}

  get hasMore(): boolean {
    return this.next !== null;
  }

  /** Unread messages in chats further down than what is loaded. */
  get unreadBelow(): number {
    return this.below.value;
  }

  /** The connection is there: events come from now on, and what came before is read. */
  start(): void {
    this.active = true;
    void this.read('shown');
  }

  /** The connection is gone. */
  stop(): void {
    this.active = false;
    this.cancelTimer();
  }

  /** There is something to show from an earlier visit. */
  restored(): void {
    if (this.status === 'ready') return;
    this.status = 'ready';
    this.error = undefined;
    this.options.onChange();
  }

  /** The page is looked at again. */
  look(): void {
    if (this.active && this.options.clock.now() - this.readAt >= FRESH_MS) void this.read('news');
  }

  /** Chats came to be known that no page told of: what is unread further down is counted anew. */
  chatsChanged(): void {
    if (this.active && this.reading === undefined && this.below.isDoubtful(this.listed())) void this.read('news');
  }

  /** Nothing that was read is worth anything any more. */
  clear(): void {
    this.epoch++;
    this.next = null;
    this.above = new Set();
    this.below.clear();
    this.options.book.clear();
  }

  async loadMore(): Promise<void> {
    const cursor = this.next;
    if (cursor === null) return;
    const asOf = this.options.book.now;
    const page = await this.options.listChats({ limit: LIST_LIMIT_DEFAULT, cursor });
    if (cursor !== this.next) return;
    this.next = page.next;
    this.above = new Set([...this.above, ...page.chats.map(({ id }) => id)]);
    this.take(page, asOf);
    this.below.count(page.unread_after, this.above, this.listed());
    this.options.onChange();
  }

  private read(depth: Depth): Promise<void> {
    if (this.reading !== undefined) {
      this.again = this.again === 'shown' ? 'shown' : depth;
      return this.reading;
    }
    this.cancelTimer();
    this.reading = this.readPages(depth)
      .then(
        () => this.finish('ready', undefined, REREAD_MS),
        (error: unknown) => this.finish(this.status === 'ready' ? 'ready' : 'failed', toChatError(error), RETRY_MS),
      )
      .finally(() => {
        this.reading = undefined;
        const { again } = this;
        this.again = undefined;
        if (again !== undefined && this.active) void this.read(again);
        else this.chatsChanged();
      });
    return this.reading;
  }

  private finish(status: 'ready' | 'failed', error: ChatError | undefined, nextMs: number): void {
    this.status = status;
    if (error === undefined) this.fresh = true;
    this.error = status === 'failed' ? error : undefined;
    this.readAt = this.options.clock.now();
    this.options.onChange();
    this.cancelTimer();
    const depth = error === undefined ? 'news' : 'shown';
    if (this.active) this.cancelTimer = this.options.clock.after(nextMs, () => void this.read(depth));
  }

  private async readPages(depth: Depth): Promise<void> {
    const { book, listChats } = this.options;
    const { epoch } = this;
    const known = new Map([...book.state.get()].map(([chatId, entry]) => [chatId, entry.summary]));
    const before = listedChats(known.values());
    // With the last page everything is there; what events told of since is further up than its end.
    const all = this.fresh && this.next === null;
    const shown = all ? before.length : depthOf(before, this.above);
    const limit = Math.min(LIST_LIMIT_MAX, Math.max(LIST_LIMIT_DEFAULT, shown));
    const read: ChatSummary[] = [];
    let cursor: string | null = null;
    let news = true;
    let after = 0;
    do {
      const asOf = book.now;
      const page: CommandOutput<'list_chats'> = await listChats(cursor === null ? { limit } : { limit, cursor });
      if (epoch !== this.epoch) return this.readPages('shown');
      read.push(...page.chats);
      this.findUnpinned(known, page);
      news = page.chats.some((summary) => book.isNews(summary));
      this.take(page, asOf);
      cursor = page.next;
      after = page.unread_after;
    } while (cursor !== null && read.length < shown && (news || depth === 'shown'));
    // Else what was loaded before reaches further down, and so does its cursor.
    const found = new Set(read.map(({ id }) => id));
    const deepest = read.length >= shown || cursor === null;
    if (deepest) this.next = cursor;
    this.above = deepest ? found : new Set([...this.above, ...found]);
    this.below.count(after, found, this.listed());
    this.findMissing(known, read, cursor === null);
    // Read or written in meanwhile, further down than this: the server may have counted before or after that.
    const moved = before.some(({ id, unread }) => !found.has(id) && (book.get(id)?.unread ?? unread) !== unread);
    if (moved) this.again ??= 'news';
  }

  private take(page: CommandOutput<'list_chats'>, asOf: number): void {
    for (const summary of [...page.chats, ...(page.pinned ?? [])]) this.options.book.merge(summary, asOf);
  }

  private listed(): ChatSummary[] {
    return [...this.options.book.state.get().values()].map(({ summary }) => summary).filter(isListed);
  }

  /** Pinned when it was last heard of, and not among those that the first page tells of: no longer, or a member no longer. */
  private findUnpinned(known: ReadonlyMap<string, ChatSummary>, { chats, pinned }: CommandOutput<'list_chats'>): void {
    if (pinned === undefined || pinned.length >= LIST_PINNED_MAX) return;
    const found = new Set([...chats, ...pinned].map(({ id }) => id));
    for (const [chatId, { prefs }] of known) if (prefs.pinned && !found.has(chatId)) this.options.onMissing(chatId);
  }

  /** Known before, of an activity that these pages cover, and not in them: removed, or moved while they were read. */
  private findMissing(known: ReadonlyMap<string, ChatSummary>, read: readonly ChatSummary[], all: boolean): void {
    const found = new Set(read.map(({ id }) => id));
    const oldest = read.at(-1)?.last_activity_at ?? '';
    for (const [chatId, { parent_id, last_activity_at }] of known) {
      if (parent_id === null && !found.has(chatId) && (all || last_activity_at > oldest))
        this.options.onMissing(chatId);
    }
  }
}
