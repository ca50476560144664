import { noteTold } from '../pwa/told.js';
import { permission } from './permission.js';
import { systemNotifications } from './notification-settings.js';

export interface SystemNotification {
  /** One at a time of each: a newer one takes the place of the one before. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** Where a press on it leads. */
  readonly path: string;
  /** The message that it tells of: a push for the same one shows nothing new. */
  readonly seq?: number;
  readonly locale: string;
}

const ICON = '/icons/icon-192.png';

/** The tag of a chat's notification; the same that a push message uses. */
export function chatTag(chatId: string): string {
  return `chat:${chatId}`;
}

/** Shows a notification of the operating system, where that is wanted and allowed. The worker opens what it tells of. */
export async function showSystemNotification(told: SystemNotification): Promise<void> {
  if (!systemNotifications.get() || permission.get() !== 'granted') return;
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.showNotification(told.title, {
    body: told.body,
    tag: told.tag,
    lang: told.locale,
    icon: ICON,
    badge: ICON,
    data: { path: told.path, ...(told.seq === undefined ? {} : { seq: told.seq }) },
    // A sound of ours is a setting of ours.
    silent: true,
    // Of a tag that is shown already, browsers else say nothing again.
    renotify: true,
  } as NotificationOptions);
  if (told.seq !== undefined) await noteTold(told.tag, told.seq);
}

/** Takes away what has been read meanwhile, wherever that was. */
export async function closeSystemNotification(tag: string): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const shown = (await registration?.getNotifications({ tag })) ?? [];
  for (const notification of shown) notification.close();
}
