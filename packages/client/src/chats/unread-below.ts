import type { ChatSummary } from '@stm-chat/protocol';

/**
 * Unread messages in chats that are not loaded. The server counts those in all chats after a page; of these some may be
 * known here from elsewhere, by a link or an event, and count by themselves.
 */
export class UnreadBelow {
  value = 0;
  /** The chats that were known when `value` was counted. */
  private counted: ReadonlySet<string> = new Set();

  /**
   * @param after what the server counted after the last page that was read
   * @param read the chats of that page and of all before it
   * @param known the listed chats that are known here, with those
   */
  count(after: number, read: ReadonlySet<string>, known: readonly ChatSummary[]): void {
    const beyond = known.filter(({ id }) => !read.has(id));
    this.value = Math.max(0, after - beyond.reduce((sum, { unread }) => sum + unread, 0));
    this.counted = new Set(known.map(({ id }) => id));
  }

  /** A chat came from further down, with messages that `value` still holds. */
  isDoubtful(known: readonly ChatSummary[]): boolean {
    return this.value > 0 && known.some(({ id }) => !this.counted.has(id));
  }

  clear(): void {
    this.value = 0;
    this.counted = new Set();
  }
}
