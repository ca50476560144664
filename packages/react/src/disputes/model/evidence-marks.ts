/**
 * Messages that a party points to when it opens a dispute. They are kept in its own words, one line each, as `#12: how it
 * began`: readable everywhere, and a link where the chat is shown.
 */
export interface EvidenceMark {
  readonly seq: number;
  readonly text: string;
}

const MARK = /^#(\d{1,15}): (.*)$/;
const PREVIEW_MAX = 80;

/** The words with the marked messages under them. */
export function withEvidence(words: string, marks: readonly EvidenceMark[]): string {
  const lines = marks.toSorted((a, b) => a.seq - b.seq).map(({ seq, text }) => `#${seq}: ${preview(text)}`);
  return [words.trim(), lines.join('\n')].filter((part) => part !== '').join('\n\n');
}

/** The words, and the messages that they point to. */
export function readEvidence(details: string): { readonly words: string; readonly marks: readonly EvidenceMark[] } {
  const lines = details.split('\n');
  const marks: EvidenceMark[] = [];
  while (lines.length > 0) {
    const [, seq, text] = MARK.exec(lines.at(-1) ?? '') ?? [];
    if (seq === undefined || text === undefined) break;
    marks.unshift({ seq: Number(seq), text });
    lines.pop();
  }
  return { words: lines.join('\n').trim(), marks };
}

function preview(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const letters = Array.from(line);
  return letters.length <= PREVIEW_MAX ? line : `${letters.slice(0, PREVIEW_MAX - 1).join('')}…`;
}
