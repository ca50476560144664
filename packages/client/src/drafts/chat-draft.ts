import { type ChatError, toChatError } from '../chat-error.js';
import type { Draft } from '../client-types.js';
import type { Clock } from '../clock.js';
import { judge } from '../outbox/failure.js';
import { createStore } from '../store.js';
import { adoptDraft, emptyDraft, isSynced, keptDraft, type DraftState } from './draft-state.js';

/** A pause in typing after which other devices get to see it. */
const PAUSE_MS = 1200;
const RETRY_MS = 5000;

export interface ChatDraftOptions {
  readonly clock: Clock;
  readonly read: () => Promise<unknown>;
  /** Keeps it on this device; undefined when there is nothing to keep. */
  readonly write: (state: DraftState | undefined) => Promise<void>;
  readonly isOnline: () => boolean;
  readonly push: (text: string) => Promise<void>;
}

/** One chat's draft: on this device at once, on the others after a pause in typing. */
export class ChatDraft implements Draft {
  private readonly text = createStore('');
  private state: DraftState = emptyDraft;
  private touched = false;
  private loaded = false;
  private server: string | undefined;
  private pushing = false;
  private writing: Promise<void> | undefined;
  /** How often in a row the server broke over it. */
  private broken = 0;
  /** Within the pause that follows a key. */
  private typing = false;
  private closed = false;
  private forgotten = false;
  private kept: DraftState | undefined;
  private cancel = () => {};

  constructor(private readonly options: ChatDraftOptions) {
    void this.load();
  }

  readonly get = this.text.get;
  readonly subscribe = this.text.subscribe;

  readonly set = (text: string): void => {
    this.touched = true;
    this.change({ ...this.state, text });
    // Nothing left to see there is to be seen at once: the message was sent.
    this.later(text === '' ? 0 : PAUSE_MS);
    this.typing = text !== '';
  };

  /** What the chat's summary says. */
  hear(server: string): void {
    if (server === this.server) return;
    this.server = server;
    this.change(adoptDraft(this.state, server));
  }

  /** Connected: what was typed meanwhile goes out. */
  wake(): void {
    // Who is typing is not done: the pause after it comes anyhow.
    if (!isSynced(this.state) && !this.typing) this.later(0);
  }

  /** It is kept on this device from here on, and told to nobody. */
  close(): void {
    this.closed = true;
    this.cancel();
  }

  /** It is not kept any more either. */
  async forget(): Promise<void> {
    this.forgotten = true;
    this.close();
    await this.writing;
  }

  private async load(): Promise<void> {
    const kept = keptDraft(await this.options.read().catch(() => undefined));
    this.loaded = true;
    // What was typed before it was read counts, not what was read.
    if (this.touched) return;
    const { server } = this;
    this.change(server === undefined ? kept : adoptDraft(kept, server));
    this.wake();
  }

  private change(next: DraftState): void {
    this.state = next;
    this.text.set(next.text);
    // What was kept here is not overwritten before it was read: it may be ahead of the server.
    if (this.loaded || this.touched) this.keep();
  }

  private later(ms: number): void {
    this.cancel();
    this.typing = false;
    if (this.closed) return;
    this.cancel = this.options.clock.after(ms, () => {
      this.typing = false;
      void this.send();
    });
  }

  private async send(): Promise<void> {
    const { text, synced } = this.state;
    if (this.pushing || isSynced(this.state) || !this.options.isOnline()) return;
    this.pushing = true;
    // The answer may be lost: then it is told again, whatever is typed until then.
    this.change({ text, synced: null });
    try {
      await this.options.push(text);
      this.broken = 0;
      this.change({ ...this.state, synced: text });
    } catch (error) {
      this.failed(toChatError(error), { text, synced });
      return;
    } finally {
      this.pushing = false;
    }
    if (!isSynced(this.state)) this.later(PAUSE_MS);
  }

  private failed(error: ChatError, { text, synced }: DraftState): void {
    this.broken = error.code === 'internal' ? this.broken + 1 : 0;
    if (judge(error, this.broken) !== 'refused') return this.later(error.retryAfterMs ?? RETRY_MS);
    this.broken = 0;
    // What is refused stays on this device, until the next key; that may have come already.
    this.change({ ...this.state, synced });
    if (this.state.text !== text) this.later(0);
  }

  /** One write at a time, always of the latest; one that fails is made up for by the next. */
  private keep(): void {
    const { state } = this;
    if (this.writing !== undefined || this.kept === state || this.forgotten) return;
    const nothing = state.text === '' && state.synced === '';
    this.kept = state;
    this.writing = this.options
      .write(nothing ? undefined : state)
      .catch(() => undefined)
      .then(() => {
        this.writing = undefined;
        this.keep();
      });
  }
}
