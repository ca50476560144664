import { createStore } from '@stm-chat/client';
import { asked, systemNotifications } from './notification-settings.js';

/** `unsupported`: this browser has no notifications, or not on this page. */
export type Permission = NotificationPermission | 'unsupported';

function read(): Permission {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

const store = createStore<Permission>(read());

/** What the browser allows; it changes when the reader decides, here or in the browser's own settings. */
export const permission = { get: store.get, subscribe: store.subscribe };

if ('permissions' in navigator) {
  navigator.permissions.query({ name: 'notifications' }).then(
    (status) => status.addEventListener('change', () => store.set(read())),
    // Browsers that cannot watch it: it is read again when asked.
    () => undefined,
  );
}

/** Asks the browser, which asks the reader. Only ever after a press that said so. True when notifications are on now. */
export async function askForNotifications(): Promise<boolean> {
  asked.set(true);
  if (!('Notification' in window)) return false;
  const answer = await Notification.requestPermission();
  store.set(answer);
  systemNotifications.set(answer === 'granted');
  return answer === 'granted';
}
