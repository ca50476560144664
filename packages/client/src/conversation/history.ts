import type { CommandInput, Message } from '@stm-chat/protocol';
import { toChatError, type ChatError } from '../chat-error.js';
import type { WritableStore } from '../store.js';
import { applyAfter, applyBefore, applyPage, type HistoryPage } from './apply-page.js';
import { lastSeq, type Timeline } from './timeline.js';

export interface HistoryOptions {
  readonly timeline: WritableStore<Timeline>;
  readonly page: (input: Omit<CommandInput<'list_messages'>, 'chatId'>) => Promise<HistoryPage>;
  readonly onMessages: (messages: readonly Message[]) => void;
  readonly onState: () => void;
}

/** Moves through what was written earlier, page by page or to a certain message. */
export class History {
  loadingBefore = false;
  loadingAfter = false;
  /** Why the last page did not come; asking again is up to whoever reads. */
  error: ChatError | undefined;
  /** The last jump wins: pages of an earlier one are of no use any more. */
  private jump = 0;

  constructor(private readonly options: HistoryOptions) {}

  async before(): Promise<void> {
    const { timeline } = this.options;
    const first = timeline.get().messages[0];
    if (this.loadingBefore || first === undefined || !timeline.get().hasBefore) return;
    this.loadingBefore = true;
    await this.load({ before: first.seq }, (run, page) => applyBefore(run, first.seq, page));
    this.loadingBefore = false;
    this.options.onState();
  }

  async after(): Promise<void> {
    const { timeline } = this.options;
    const after = lastSeq(timeline.get());
    if (this.loadingAfter || timeline.get().attached || !timeline.get().valid) return;
    this.loadingAfter = true;
    await this.load({ after }, (run, page) => applyAfter(run, after, page));
    this.loadingAfter = false;
    this.options.onState();
  }

  async around(seq: number): Promise<void> {
    if (this.options.timeline.get().messages.some((message) => message.seq === seq)) return;
    await this.load({ around: seq }, applyPage);
  }

  async latest(): Promise<void> {
    const { valid, attached } = this.options.timeline.get();
    // Not loaded at all yet: that begins with the end, or where it was opened.
    if (attached || !valid) return;
    await this.load({}, applyPage);
  }

  private async load(
    input: Omit<CommandInput<'list_messages'>, 'chatId'>,
    apply: (timeline: Timeline, page: HistoryPage) => Timeline,
  ): Promise<void> {
    const { timeline, page, onMessages, onState } = this.options;
    const jump = apply === applyPage ? ++this.jump : this.jump;
    onState();
    try {
      const found = await page(input);
      if (jump !== this.jump) return;
      this.error = undefined;
      timeline.set(apply(timeline.get(), found));
      onMessages(found.messages);
    } catch (error) {
      this.error = toChatError(error);
    } finally {
      onState();
    }
  }
}
