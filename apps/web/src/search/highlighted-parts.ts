import type { TextRange } from '@stm-chat/protocol';

interface Text {
  readonly text: string;
  readonly ranges: readonly TextRange[];
}

const SHOWN = 220;
const BEFORE = 60;

/** Of a long text the part around the first mark, beginning and ending between words where it can. */
export function cutAround(text: string, ranges: readonly TextRange[]): Text {
  if (text.length <= SHOWN) return { text, ranges };
  const first = ranges[0]?.start ?? 0;
  const from = first <= BEFORE ? 0 : wordBefore(text, first - BEFORE);
  const to = text.length <= from + SHOWN ? text.length : wordBefore(text, from + SHOWN);
  const lead = from === 0 ? '' : '… ';
  return {
    text: `${lead}${text.slice(from, to)}${to === text.length ? '' : ' …'}`,
    ranges: ranges
      .filter(({ start, length }) => start >= from && start + length <= to)
      .map(({ start, length }) => ({ start: start - from + lead.length, length })),
  };
}

/** Never within a character of two units, and at most some letters back at a blank. */
function wordBefore(text: string, at: number): number {
  const blank = text.lastIndexOf(' ', at);
  if (blank > at - 20) return blank + 1;
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at - 1 : at;
}

/** The text in parts, marked and not, which together are all of it. */
export function partsOf({ text, ranges }: Text): { readonly text: string; readonly marked: boolean }[] {
  const parts: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const { start, length } of ranges) {
    if (start < at) continue;
    if (start > at) parts.push({ text: text.slice(at, start), marked: false });
    parts.push({ text: text.slice(start, start + length), marked: true });
    at = start + length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), marked: false });
  return parts;
}
