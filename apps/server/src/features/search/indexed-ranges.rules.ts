import type { FeedBatch, MessageRange } from '../feed/feed.api.js';

/** The changes after which a message is found by something else. */
const REWORDED: ReadonlySet<string> = new Set(['edit', 'delete']);

/** What the feed brought, as the search sees it: messages to look at, and chats in which all are, for who sits in them. */
export function indexedBy({ messages, changes }: FeedBatch): {
  readonly ranges: readonly MessageRange[];
  readonly chats: readonly string[];
} {
  const reworded = changes.flatMap(({ chatId, kind, seq }) =>
    seq !== null && REWORDED.has(kind) ? [{ chatId, from: seq, to: seq }] : [],
  );
  const seated = changes.filter(({ kind }) => kind === 'seated').map(({ chatId }) => chatId);
  return { ranges: [...messages, ...reworded], chats: [...new Set(seated)] };
}

/** The same messages in portions of at most `most`; a longer range is cut. */
export function portions(ranges: readonly MessageRange[], most: number): MessageRange[][] {
  const done: MessageRange[][] = [];
  let open: MessageRange[] = [];
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
