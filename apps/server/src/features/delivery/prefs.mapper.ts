import type { ChatNotificationPrefs, NotificationPrefs, QuietHours } from '@stm-chat/protocol';
import type { ChatPrefsRow, PrefsRow } from './prefs.repository.js';

export function toPrefs(row: PrefsRow, chats: readonly ChatPrefsRow[]): NotificationPrefs {
  const { muted_until, push, mail, preview, quiet_from, quiet_to, time_zone } = row;
  return {
    muted_until: muted_until?.toISOString() ?? null,
    push,
    mail,
    preview,
    quiet_hours: quiet_from === null || quiet_to === null ? null : { from: toClock(quiet_from), to: toClock(quiet_to) },
    time_zone,
    chats: chats.map(toChatPrefs),
  };
}

export function toChatPrefs({ chat_id, push, mail, preview }: ChatPrefsRow): ChatNotificationPrefs {
  return { chatId: chat_id, push, mail, preview };
}

/** The columns of quiet hours that were given. */
export function quietColumns(given: QuietHours | null | undefined): Partial<Pick<PrefsRow, 'quiet_from' | 'quiet_to'>> {
  if (given === undefined) return {};
  return {
    quiet_from: given === null ? null : toMinutes(given.from),
    quiet_to: given === null ? null : toMinutes(given.to),
  };
}

function toClock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function toMinutes(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
