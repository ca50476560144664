import type { ChatActivity, ChatChanges, ChatSummary, Message, ServerEvents } from '@stm-chat/protocol';
import { hasGap, type Timeline } from '../conversation/timeline.js';
import { createStore, type Store } from '../store.js';
import type { Receipt } from './members.js';
import {
  applyActivity,
  applyChanges,
  applyMessageToChat,
  applyOwnRead,
  applyPresence,
  applyReceipt,
  countUnread,
  mergeSummary,
  type ChatEntry,
} from './summary.js';

type Entries = ReadonlyMap<string, ChatEntry>;

/** Every chat that is known, once: the list and the conversations show the same summaries. */
export class ChatBook {
  private readonly entries = createStore<Entries>(new Map());
  /** Counts what was told, by events and answers to changes; for each chat, when it last was. */
  private told = 0;
  private readonly toldAt = new Map<string, number>();

  constructor(
    private readonly me: () => number | null,
    /** A chat that is not known, or whose unread messages the server has to count, should be asked for. */
    private readonly onDoubt: (chatId: string) => void,
  ) {}

  get state(): Store<Entries> {
    return this.entries;
  }

  get(chatId: string): ChatSummary | undefined {
    return this.entries.get().get(chatId)?.summary;
  }

  /** Whether the summary tells something that was not known. */
  isNews(summary: ChatSummary): boolean {
    const known = this.get(summary.id);
    return (
      known === undefined ||
      summary.revision > known.revision ||
      summary.read_seq !== known.read_seq ||
      summary.unread !== known.unread
    );
  }

  /** What comes from reading is as of this moment, if it was asked for now. */
  get now(): number {
    return this.told;
  }

  /** A summary that the server told by itself, or in answer to a change. */
  tell(summary: ChatSummary): void {
    this.toldAt.set(summary.id, ++this.told);
    this.put(summary.id, mergeSummary(this.entries.get().get(summary.id), summary));
  }

  /** A summary that was asked for when `now` was `asOf`. Preferences bear no revision: what was told since is newer. */
  merge(summary: ChatSummary, asOf: number): void {
    const known = this.entries.get().get(summary.id);
    const isOlder = known !== undefined && (this.toldAt.get(summary.id) ?? 0) > asOf;
    const read = isOlder ? { ...summary, prefs: known.summary.prefs } : summary;
    this.put(summary.id, mergeSummary(known, read));
  }

  /** What was known on an earlier visit; whatever is known by now is newer. */
  restore(summaries: readonly ChatSummary[]): void {
    const next = new Map(this.entries.get());
    for (const summary of summaries) {
      if (!next.has(summary.id)) next.set(summary.id, mergeSummary(undefined, summary));
    }
    this.entries.set(next);
  }

  activity(activity: ChatActivity): void {
    this.change(activity.chatId, (entry) => applyActivity(entry, activity));
  }

  message(message: Message): void {
    this.change(message.chatId, (entry) => applyMessageToChat(entry, message, this.me()));
  }

  receipt(chatId: string, receipt: Receipt): void {
    this.change(chatId, (entry) => applyReceipt(entry, receipt, this.me()));
  }

  /** I have read here; the server is told by somebody else. */
  read(chatId: string, receipt: Receipt): void {
    this.change(chatId, (entry) => applyOwnRead(entry, receipt, this.me()));
  }

  changes(chatId: string, pages: readonly ChatChanges[]): void {
    this.change(chatId, (entry) => applyChanges(entry, pages, this.me()));
  }

  presence(presence: ServerEvents['presence']): void {
    for (const [chatId, entry] of this.entries.get()) {
      if (entry.summary.members.some(({ userId }) => userId === presence.userId)) {
        this.put(chatId, applyPresence(entry, presence));
      }
    }
  }

  /** Counts the unread messages, if the conversation holds all that could be: more exact than any bookkeeping. */
  count(chatId: string, timeline: Timeline): void {
    const entry = this.entries.get().get(chatId);
    if (entry === undefined || !timeline.valid || !timeline.attached || hasGap(timeline)) return;
    const { read_seq, last_seq, unread } = entry.summary;
    const first = timeline.messages[0]?.seq ?? 1;
    const complete =
      (timeline.messages.at(-1)?.seq ?? 0) === last_seq && (first <= read_seq + 1 || !timeline.hasBefore);
    if (!complete) return;
    const counted = countUnread(timeline.messages, read_seq, this.me());
    if (counted !== unread || entry.recount) {
      this.put(chatId, { ...entry, summary: { ...entry.summary, unread: counted }, recount: false });
    }
  }

  /** Whether the server has to be asked for the number of unread messages. */
  isDoubtful(chatId: string): boolean {
    return this.entries.get().get(chatId)?.recount ?? true;
  }

  remove(chatId: string): void {
    this.toldAt.delete(chatId);
    const next = new Map(this.entries.get());
    if (next.delete(chatId)) this.entries.set(next);
  }

  /** Another database: nothing that is known may be older or newer than what comes. */
  clear(): void {
    this.entries.set(new Map());
  }

  private change(chatId: string, to: (entry: ChatEntry) => ChatEntry): void {
    const entry = this.entries.get().get(chatId);
    if (entry === undefined) this.onDoubt(chatId);
    else this.put(chatId, to(entry));
  }

  private put(chatId: string, entry: ChatEntry): void {
    this.entries.set(new Map(this.entries.get()).set(chatId, entry));
    if (entry.recount) this.onDoubt(chatId);
  }
}
