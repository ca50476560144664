import type { FeedEntry } from '../feed/feed.api.js';
import type { IndexRange } from './search.repository.js';

/** The changes after which a message is found by something else. */
const REWORDED: ReadonlySet<string> = new Set(['edit', 'delete']);

/** What entries of the feed are to the search: messages to look at, and chats in which all are, for who sits in them. */
export function indexedBy(entries: readonly FeedEntry[]): {
  readonly ranges: readonly IndexRange[];
  readonly chats: readonly string[];
} {
  const ranges: IndexRange[] = [];
  const chats = new Set<string>();
  for (const item of entries.flatMap(({ items }) => items)) {
    const { chatId } = item;
    if (item.kind === 'messages') ranges.push({ chatId, from: item.from, to: item.to });
    else if (item.change === 'seated') chats.add(chatId);
    else if (item.seq !== null && REWORDED.has(item.change)) ranges.push({ chatId, from: item.seq, to: item.seq });
  }
  return { ranges, chats: [...chats] };
}

/** The same messages in portions of at most `most`; a longer range is cut. */
export function portions(ranges: readonly IndexRange[], most: number): IndexRange[][] {
  const done: IndexRange[][] = [];
  let open: IndexRange[] = [];
  let room = most;
  for (const { chatId, from, to } of ranges) {
    for (let start = from; start <= to;) {
      const end = Math.min(to, start + room - 1);
      open.push({ chatId, from: start, to: end });
      room -= end - start + 1;
      start = end + 1;
      if (room === 0) {
        done.push(open);
        open = [];
        room = most;
      }
    }
  }
  return open.length === 0 ? done : [...done, open];
}
