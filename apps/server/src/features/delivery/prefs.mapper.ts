import type { ChatNotificationPrefs, ChatQuietHours, NotificationPrefs, QuietHours } from '@stm-chat/protocol';
import type { ChatPrefsRow, PrefsRow } from './prefs.repository.js';

export function toPrefs(row: PrefsRow, chats: readonly ChatPrefsRow[]): NotificationPrefs {
  const { muted_until, push, mail, preview, time_zone } = row;
  return {
    muted_until: muted_until?.toISOString() ?? null,
    push,
    mail,
    preview,
    quiet_hours: toQuietHours(row),
    time_zone,
    chats: chats.map(toChatPrefs),
  };
}

export function toChatPrefs(row: ChatPrefsRow): ChatNotificationPrefs {
  const { chat_id: chatId, push, mail, preview, quiet_none } = row;
  return { chatId, push, mail, preview, quiet_hours: quiet_none ? 'none' : toQuietHours(row) };
}

function toQuietHours({
  quiet_from: from,
  quiet_to: to,
}: Pick<PrefsRow, 'quiet_from' | 'quiet_to'>): QuietHours | null {
  return from === null || to === null ? null : { from: toClock(from), to: toClock(to) };
}

/** The columns of quiet hours that were given. */
export function quietColumns(given: QuietHours | null | undefined): Partial<Pick<PrefsRow, 'quiet_from' | 'quiet_to'>> {
  if (given === undefined) return {};
  return {
    quiet_from: given === null ? null : toMinutes(given.from),
    quiet_to: given === null ? null : toMinutes(given.to),
  };
}

/** The same for one chat. */
export function chatQuietColumns(
  given: ChatQuietHours | null | undefined,
): Partial<Pick<ChatPrefsRow, 'quiet_from' | 'quiet_to' | 'quiet_none'>> {
  if (given === undefined) return {};
  if (given === 'none') return { quiet_from: null, quiet_to: null, quiet_none: true };
  return { ...quietColumns(given), quiet_none: false };
}

/** The quiet hours that hold in a chat: its own, else those for all. */
export function quietOf(
  prefs: Pick<PrefsRow, 'quiet_from' | 'quiet_to' | 'time_zone'>,
  chat: Pick<ChatPrefsRow, 'quiet_from' | 'quiet_to' | 'quiet_none'> | undefined,
): { readonly from: number; readonly to: number; readonly zone: string } | null {
  if (chat?.quiet_none === true) return null;
  const { quiet_from: from, quiet_to: to } = chat === undefined || chat.quiet_from === null ? prefs : chat;
  return from === null || to === null ? null : { from, to, zone: prefs.time_zone };
}

function toClock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function toMinutes(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
