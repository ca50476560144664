import { TEXT_MAX_CODE_POINTS } from '@stm-chat/protocol';

/** How many characters must be left before the composer shows the number. */
const NEAR = 200;

export type LengthState =
  | { readonly kind: 'plenty' }
  | { readonly kind: 'near'; readonly left: number }
  | { readonly kind: 'over'; readonly by: number };

/** How far a text is from the limit, in code points of the trimmed text: what the server counts. */
export function lengthState(text: string): LengthState {
  const trimmed = text.trim();
  // UTF-16 units are never fewer than code points, so most texts need no counting.
  if (trimmed.length < TEXT_MAX_CODE_POINTS - NEAR) return { kind: 'plenty' };
  const left = TEXT_MAX_CODE_POINTS - Array.from(trimmed).length;
  if (left < 0) return { kind: 'over', by: -left };
  return left <= NEAR ? { kind: 'near', left } : { kind: 'plenty' };
}

/**
 * One picture, with its skin tone and what is joined to it, or a flag. The engine's own `\p{RGI_Emoji}` is more exact and
 * takes half a second to compile, at the first message that is shown.
 */
const PICTURE =
  '(?:\\p{Emoji_Presentation}[\\u{1F3FB}-\\u{1F3FF}]?|\\p{Extended_Pictographic}[\\u{1F3FB}-\\u{1F3FF}\\uFE0F])\\uFE0F?';
const FEW_EMOJI = new RegExp(`^(?:\\p{RI}\\p{RI}|${PICTURE}(?:\\u200D${PICTURE})*){1,3}$`, 'u');

/** True for one to three emoji and nothing else: shown large, without a bubble. */
export function isFewEmoji(text: string): boolean {
  return text.length <= 60 && FEW_EMOJI.test(text);
}
