import type { NotificationType } from '@stm-chat/protocol';
import { quietUntil, type QuietHours } from './quiet-hours.rules.js';

/** What decides about a notification on one channel. Moments in milliseconds since the epoch. */
export interface Facts {
  readonly type: NotificationType;
  /** The user may come in. */
  readonly present: boolean;
  /** The newest unread message that it tells of; null: nothing is left to tell. */
  readonly upto: number | null;
  /** When the oldest came that this channel has not delivered; null: all of it is delivered. */
  readonly since: number | null;
  /** When this channel last delivered some of it. */
  readonly lastAt: number | null;
  /** It names the user. */
  readonly mentioned: boolean;
  readonly chatMutedUntil: number | null;
  readonly mutedUntil: number | null;
  /** Whether the user wants this channel at all, and for this chat; null: as for all. */
  readonly onAll: boolean;
  readonly onChat: boolean | null;
  readonly quiet: QuietHours | null;
  /** A device of the user is connected. */
  readonly online: boolean;
}

export interface Timing {
  readonly delayMs: number;
  readonly delayOnlineMs: number;
  readonly pauseMs: number;
}

export type HeldBecause = 'stays_unread' | 'online' | 'pause' | 'quiet_hours';
export type DroppedBecause =
  | 'read'
  | 'user_gone'
  | 'delivered'
  | 'channel_off'
  | 'channel_off_in_chat'
  | 'muted'
  | 'chat_muted';

export type Decision =
  | { readonly go: 'now' }
  | { readonly go: 'at'; readonly at: number; readonly why: HeldBecause }
  | { readonly go: 'never'; readonly why: DroppedBecause };

/**
 * Whether, and when, a notification goes this way. What people have switched off comes before what they have muted. A
 * deadline is told although its chat or everything is muted, and so is a message that names the user in a muted chat;
 * nothing is told in quiet hours.
 */
export function decide(facts: Facts, timing: Timing, now: number): Decision {
  const dropped = whyDropped(facts, now);
  return dropped === null ? whenDue(facts, timing, now) : { go: 'never', why: dropped };
}

function whyDropped(facts: Facts, now: number): DroppedBecause | null {
  if (!facts.present) return 'user_gone';
  if (facts.upto === null) return 'read';
  if (facts.since === null) return 'delivered';
  if (facts.onChat === false) return 'channel_off_in_chat';
  if (!facts.onAll && facts.onChat !== true) return 'channel_off';
  if (facts.type === 'deadline') return null;
  if (isLater(facts.mutedUntil, now)) return 'muted';
  return isLater(facts.chatMutedUntil, now) && !facts.mentioned ? 'chat_muted' : null;
}

function whenDue(facts: Facts, { delayMs, delayOnlineMs, pauseMs }: Timing, now: number): Decision {
  // The database's clock may be ahead of this one's.
  const unreadLong = Math.min(facts.since ?? now, now) + (facts.online ? delayOnlineMs : delayMs);
  const rested = facts.lastAt === null ? 0 : Math.min(facts.lastAt, now) + pauseMs;
  const due = Math.max(unreadLong, rested, now);
  const quietEnd = facts.quiet === null ? null : quietUntil(due, facts.quiet);
  if (quietEnd !== null) return { go: 'at', at: quietEnd, why: 'quiet_hours' };
  if (due <= now) return { go: 'now' };
  if (rested > unreadLong) return { go: 'at', at: due, why: 'pause' };
  return { go: 'at', at: due, why: facts.online && delayOnlineMs > delayMs ? 'online' : 'stays_unread' };
}

const isLater = (moment: number | null, now: number) => moment !== null && moment > now;
