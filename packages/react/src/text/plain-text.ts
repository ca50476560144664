/** Marks that turn the reading direction of what follows them, or are not seen. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** More than three marks on one letter are a drawing over its neighbours, in no language a spelling. */
const PILE = /(\p{M}{3})\p{M}+/gu;

/**
 * A text of somebody else's that stands inside a sentence of ours: without what would turn the rest of the sentence round
 * or draw over it. Messages keep theirs: each has a place of its own that nothing leaves.
 */
export function plainText(text: string): string {
  return text.replace(TURNING, '').replace(PILE, '$1').replace(/\s+/gu, ' ').trim();
}
