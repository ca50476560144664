import type { Member } from '@stm-chat/protocol';
import { daysAgo, type Formats } from './formats.js';
import type { ComponentTranslate } from './texts.js';

/** "Online", "last seen today 14:05" in the viewer's zone; empty where nothing is known. */
export function presenceText(member: Member, now: number, t: ComponentTranslate, formats: Formats): string {
  if (member.online) return t('presence.online');
  const seen = member.last_seen;
  if (seen === null) return '';
  const time = formats.time(seen);
  const days = daysAgo(seen, now);
  // A server whose clock is ahead must not make it tomorrow.
  if (days <= 0) return t('presence.today', { time });
  if (days === 1) return t('presence.yesterday', { time });
  return t(days < 7 ? 'presence.this_week' : 'presence.earlier', { day: formats.day(seen, now), time });
}
