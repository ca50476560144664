import type { ChatChanges, CommandInput, Message } from '@stm-chat/protocol';
import { toChatError, type ChatError } from '../chat-error.js';
import type { Clock } from '../clock.js';
import { backOff } from '../connection/back-off.js';
import type { WritableStore } from '../store.js';
import { applyPage, mergeChanges, type HistoryPage } from './apply-page.js';
import { dropAll, hasGap, isBehind, type Timeline } from './timeline.js';

/** What is missing before a message often comes right after it. */
const GAP_MS = 300;
/** A hole that so many syncs did not close is not one of the network's making: start again from a page. */
const HOLES_MAX = 3;

export interface FollowerOptions {
  readonly chatId: string;
  readonly timeline: WritableStore<Timeline>;
  readonly clock: Clock;
  readonly random: () => number;
  /** What tells one connection from the next; undefined while there is none. */
  readonly connection: () => object | undefined;
  readonly join: () => Promise<unknown>;
  readonly leave: () => void;
  readonly page: (input: Omit<CommandInput<'list_messages'>, 'chatId'>) => Promise<HistoryPage>;
  readonly changes: (revision: number) => Promise<ChatChanges>;
  /** Where the first page should be; undefined for the end of the chat. */
  readonly firstPage: () => number | undefined;
  readonly onMessages: (messages: readonly Message[]) => void;
  readonly onChanges: (pages: readonly ChatChanges[]) => void;
  readonly onState: () => void;
}

/**
 * Keeps one open conversation up to date: joins first, so that nothing is missed from then on, then asks for what
 * changed before, and does so again whenever something shows that the run lacks something. One thing at a time.
 */
export class Follower {
  error: ChatError | undefined;
  private active = false;
  private running = false;
  private again = false;
  /** A sync is owed. */
  private due = false;
  private joined: object | undefined;
  private synced: object | undefined;
  private failures = 0;
  private holes = 0;
  private cancelTimer: (() => void) | undefined;

  constructor(private readonly options: FollowerOptions) {}

  /** Connected, joined, and nothing is known to be missing. */
  get live(): boolean {
    const connection = this.options.connection();
    return connection !== undefined && this.synced === connection && !this.lacks();
  }

  /** Whether the present connection has joined the chat. */
  get isJoined(): boolean {
    return this.joined !== undefined && this.joined === this.options.connection();
  }

  start(): void {
    this.active = true;
    this.error = undefined;
    this.poke();
  }

  stop(): void {
    this.active = false;
    this.clearTimer();
    if (this.isJoined) this.options.leave();
    this.left();
  }

  /** The connection is not in the chat's room, or not any more. */
  left(): void {
    this.joined = undefined;
    this.synced = undefined;
  }

  /** There is nothing to follow any more. */
  end(error: ChatError): void {
    this.active = false;
    this.error = error;
    this.clearTimer();
    this.left();
  }

  /** Something changed that may need work: the connection, or what is known of the chat. */
  poke(): void {
    if (this.active) void this.run();
  }

  /** Something is known to be missing, or may be. */
  sync(): void {
    this.due = true;
    this.poke();
  }

  /** After the run changed: if it has a hole now, what is missing gets a moment to come by itself. */
  check(): void {
    if (!this.active) return;
    // A change that the run is behind of will not come by itself any more.
    if (this.lacks()) this.later(hasGap(this.options.timeline.get()) || this.holes > 0 ? GAP_MS : 0);
    else this.holes = 0;
  }

  private async run(): Promise<void> {
    this.again = true;
    if (this.running) return;
    this.running = true;
    this.clearTimer();
    try {
      while (this.again && this.active) {
        this.again = false;
        await this.step();
      }
      this.failures = 0;
      this.error = undefined;
      this.check();
    } catch (error) {
      this.failed(toChatError(error));
    } finally {
      this.running = false;
      this.options.onState();
    }
    // Poked while it failed: maybe by the connection that it failed for want of.
    if (this.again && this.active) void this.run();
  }

  private async step(): Promise<void> {
    const { options } = this;
    const connection = options.connection();
    if (connection !== undefined && this.joined !== connection) {
      await options.join();
      // Closed meanwhile: nobody else would leave the room.
      if (!this.active) return options.leave();
      this.joined = connection;
      this.due = true;
    }
    if (!options.timeline.get().valid) await this.loadFirst();
    else if (this.due && connection !== undefined) await this.catchUp();
    if (this.joined === connection && !this.due) this.synced = connection;
    options.onState();
  }

  private async loadFirst(): Promise<void> {
    const { timeline, page, firstPage, onMessages } = this.options;
    const around = firstPage();
    const joined = this.joined;
    const first = await page(around === undefined ? {} : { around });
    // Somebody jumped elsewhere before it came.
    if (timeline.get().valid) return;
    timeline.set(applyPage(timeline.get(), first));
    // Read after joining: nothing can be between the page and the events.
    if (joined !== undefined && joined === this.joined) this.due = isBehind(timeline.get());
    onMessages(first.messages);
  }

  private async catchUp(): Promise<void> {
    const { timeline, changes, onChanges } = this.options;
    this.due = false;
    const since = timeline.get().revision;
    const pages: ChatChanges[] = [];
    try {
      for (let from = since, more = true; more;) {
        const page = await changes(from);
        if (page.reset) return this.startAgain();
        pages.push(page);
        more = page.more && page.revision > from;
        from = page.revision;
      }
    } catch (error) {
      this.due = true;
      throw error;
    }
    timeline.set(mergeChanges(timeline.get(), since, pages));
    onChanges(pages);
  }

  private startAgain(): void {
    const { timeline } = this.options;
    timeline.set(dropAll(timeline.get()));
    this.holes = 0;
    this.again = true;
  }

  private failed(error: ChatError): void {
    if (!this.active) return;
    if (error.code === 'not_found' || error.code === 'forbidden') return this.end(error);
    if (!this.options.timeline.get().valid) this.error = error;
    // The session is over: nothing to hope for before the next connection.
    if (error.code === 'unauthorized') return;
    const delay = error.retryAfterMs ?? backOff(++this.failures, this.options.random);
    this.later(delay);
  }

  private lacks(): boolean {
    const timeline = this.options.timeline.get();
    return hasGap(timeline) || isBehind(timeline);
  }

  private later(ms: number): void {
    this.cancelTimer ??= this.options.clock.after(ms, () => {
      this.cancelTimer = undefined;
      if (this.lacks() && ++this.holes > HOLES_MAX) this.startAgain();
      this.sync();
    });
  }

  private clearTimer(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
  }
}
