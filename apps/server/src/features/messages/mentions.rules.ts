import type { Mention } from '@stm-chat/protocol';

/** A part of a text that was replaced. */
export interface Replaced {
  readonly start: number;
  readonly end: number;
  /** Of what stands there now. */
  readonly length: number;
}

/** Where mentions stand once these parts were replaced; those that touch one of them are gone. */
export function shiftMentions(mentions: readonly Mention[], replaced: readonly Replaced[]): Mention[] {
  return mentions.flatMap((mention) => {
    const end = mention.start + mention.length;
    if (replaced.some((part) => part.start < end && mention.start < part.end)) return [];
    const before = replaced.filter((part) => part.end <= mention.start);
    const shift = before.reduce((sum, part) => sum + part.length - (part.end - part.start), 0);
    return [{ ...mention, start: mention.start + shift }];
  });
}
