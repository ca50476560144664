/** What the hand on the microphone wants. The recorder, which is loaded with the first use, carries it out. */
export type VoiceCommand =
  | { readonly kind: 'idle' }
  /** As long as it is held; `slide`: from 0 to 1, how near it is to being cancelled. */
  | { readonly kind: 'hold'; readonly slide: number }
  /** Goes on without a hand. */
  | { readonly kind: 'locked' }
  /** Let go: what was recorded is sent. */
  | { readonly kind: 'send' };

export const idle: VoiceCommand = { kind: 'idle' };

/** Shorter than this it was a press, and not a hold. */
export const PRESS_MS = 350;
const CANCEL_PX = 110;
const LOCK_PX = 70;

/**
 * What moving a held hand means.
 * @param towardsStart pixels towards the beginning of the line, @param up pixels upwards
 */
export function moved(towardsStart: number, up: number): VoiceCommand {
  if (towardsStart >= CANCEL_PX) return idle;
  if (up >= LOCK_PX) return { kind: 'locked' };
  return { kind: 'hold', slide: Math.max(0, Math.min(1, towardsStart / CANCEL_PX)) };
}
