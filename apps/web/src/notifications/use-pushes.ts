import { useChatClient, useLanguage, useStore } from '@stm-chat/react';
import { useEffect } from 'react';
import { systemNotifications } from './notification-settings.js';
import { permission } from './permission.js';
import { canGetPushes, endPushes, subscribeToPushes } from './push-subscription.js';

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
  useEffect(() => {
    if (!canGetPushes()) return;
    if (!wanted || !allowed) return void endPushes().catch(() => undefined);
    // Without a push service there are still the notifications of open pages; the settings show which devices there are.
    if (online) subscribeToPushes(client, locale).catch(() => undefined);
  }, [client, locale, wanted, allowed, online]);
}
