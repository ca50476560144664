import { useChatClient, useLanguage, useStore } from '@stm-chat/react';
import { useEffect } from 'react';
import { systemNotifications } from './notification-settings.js';
import { permission } from './permission.js';
import {
  canGetPushes,
  endPushes,
  type PushReach,
  pushReach,
  pushTries,
  subscribeToPushes,
} from './push-subscription.js';

/**
 * Keeps this device's subscription to pushes as its switch stands: made when it is turned on and allowed, told to the
 * server again after every sign-in and change of language (the same one, perhaps of another user), ended when it is off.
 */
export function usePushes(): void {
  const client = useChatClient();
  const { locale } = useLanguage();
  const wanted = useStore(systemNotifications);
  const allowed = useStore(permission) === 'granted';
  const online = useStore(client.connection).status === 'online';
  const tries = useStore(pushTries);
  useEffect(() => {
    if (!canGetPushes()) return;
    if (!wanted || !allowed) {
      pushReach.set('none');
      return void endPushes().catch(() => undefined);
    }
    if (pushReach.get() !== 'reached') pushReach.set('trying');
    if (!online) return;
    // What is answered to an earlier wish says nothing about this one.
    let over = false;
    const know = (reach: PushReach) => {
      if (!over) pushReach.set(reach);
    };
    // Without a push service there are still the notifications of open pages; the settings say which of the two it is.
    subscribeToPushes(client, locale).then(
      () => know('reached'),
      () => know('refused'),
    );
    return () => void (over = true);
  }, [client, locale, wanted, allowed, online, tries]);
}
