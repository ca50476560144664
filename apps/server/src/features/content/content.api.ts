import type { MaskedText } from './contacts.rules.js';

/** What the rules made of a text. */
export interface RuledText extends MaskedText {
  /** With which statuses a job counts as booked, in lower case: there the text stays as it is. */
  readonly booked: readonly string[];
}

/** What may be said: rules over a text alone, before it is written. */
export interface Content {
  /** Null: no rule has anything against it. Pure, and fast enough to stand before every message. */
  apply(text: string): RuledText | null;
}

export const CONTENT = Symbol('Content');
