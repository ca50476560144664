import type { PageRequest } from './messages.queries.js';

/**
 * Whether there is more on either side of a page. `seq` is 1, 2, 3 … without gaps, so the numbers say it.
 * @param seqs of the page's messages, ascending
 */
export function surroundings(
  seqs: readonly number[],
  lastSeq: number,
  { before, after }: PageRequest,
): { readonly has_before: boolean; readonly has_after: boolean } {
  const first = seqs[0];
  const last = seqs.at(-1);
  if (first !== undefined && last !== undefined) return { has_before: first > 1, has_after: last < lastSeq };
  // Nothing before the beginning, or nothing after the end: everything that there is lies on the other side.
  return { has_before: after !== undefined && lastSeq > 0, has_after: before !== undefined && lastSeq > 0 };
}
