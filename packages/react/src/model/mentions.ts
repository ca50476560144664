import { type Mention, MENTIONS_MAX } from '@stm-chat/protocol';

/** Somebody who can be meant, by the name that is shown. */
export interface Mentionable {
  readonly userId: number;
  readonly name: string;
}

export type SpokenPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `written` is what its writer saw, with the mark. */
  | { readonly kind: 'mention'; readonly userId: number; readonly written: string };

const MARK = '@';
const WORD = /[\p{L}\p{N}\p{M}_]/u;

/**
 * Who is meant in a text: every `@` at the beginning of a word that a whole name follows. Found in the text itself, so that a
 * draft from another device, or a name typed by hand, means the same as one that was chosen.
 */
export function findMentions(text: string, people: readonly Mentionable[]): Mention[] {
  // The longest first: "Ana María" is not "Ana".
  const names = people.filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length);
  const found: Mention[] = [];
  for (let at = text.indexOf(MARK); at >= 0 && found.length < MENTIONS_MAX; at = text.indexOf(MARK, at + 1)) {
    if (at > 0 && WORD.test(text.charAt(at - 1))) continue;
    const meant = names.find(({ name }) => isName(text, at + 1, name));
    if (meant !== undefined) found.push({ userId: meant.userId, start: at, length: meant.name.length + 1 });
  }
  return found;
}

function isName(text: string, from: number, name: string): boolean {
  const end = from + name.length;
  const written = text.slice(from, end);
  if (written !== name && written.toLocaleLowerCase() !== name.toLocaleLowerCase()) return false;
  return end >= text.length || !WORD.test(String.fromCodePoint(text.codePointAt(end) ?? 0x20));
}

/** A text in its parts; joined, they are the text. Ranges that do not fit it are left out. */
export function splitMentions(text: string, mentions: readonly Mention[] = []): SpokenPart[] {
  const parts: SpokenPart[] = [];
  let end = 0;
  for (const { userId, start, length } of mentions) {
    if (start < end || length < 1 || start + length > text.length) continue;
    if (start > end) parts.push({ kind: 'text', text: text.slice(end, start) });
    parts.push({ kind: 'mention', userId, written: text.slice(start, start + length) });
    end = start + length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/** The text with the names that people have now; those who are not among them keep what was written. */
export function withPresentNames(text: string, mentions: readonly Mention[], people: readonly Mentionable[]): string {
  return splitMentions(text, mentions)
    .map((part) => (part.kind === 'text' ? part.text : shownName(part, people)))
    .join('');
}

/** How a mention is shown: by the present name where it is known. */
export function shownName(
  { userId, written }: Pick<Extract<SpokenPart, { kind: 'mention' }>, 'userId' | 'written'>,
  people: readonly Mentionable[],
): string {
  const name = people.find((person) => person.userId === userId)?.name;
  return name === undefined || name === '' ? written : MARK + name;
}

/** The people whose name has a word that begins like this, for who typed the mark and some letters. */
export function matchingPeople<Person extends Mentionable>(query: string, people: readonly Person[]): Person[] {
  const wanted = folded(query);
  return people.filter(
    ({ name }) =>
      folded(name).startsWith(wanted) ||
      folded(name)
        .split(/\s+/u)
        .some((word) => word.startsWith(wanted)),
  );
}

function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}
