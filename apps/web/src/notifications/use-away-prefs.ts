import type { CommandInput, NotificationPrefs, PushSubscriptionRecord } from '@stm-chat/protocol';
import { useChatClient } from '@stm-chat/react';
import { useCallback, useEffect, useState } from 'react';

export interface AwayPrefs {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly prefs: NotificationPrefs | null;
  readonly devices: readonly PushSubscriptionRecord[];
  /** The last change was not taken. */
  readonly refused: boolean;
  readonly change: (change: CommandInput<'set_notification_prefs'>) => void;
  /** What came of it: null when it was sent, else why not. */
  readonly test: (id: string) => Promise<string | null>;
  readonly remove: (id: string) => Promise<void>;
  readonly again: () => void;
}

/** How the user is notified when away, and where. A change is shown at once, and taken back where the server refuses it. */
export function useAwayPrefs(): AwayPrefs {
  const client = useChatClient();
  const [status, setStatus] = useState<AwayPrefs['status']>('loading');
  const [prefs, setPrefs] = useState<NotificationPrefs | null>(null);
  const [devices, setDevices] = useState<readonly PushSubscriptionRecord[]>([]);
  const [refused, setRefused] = useState(false);

  const again = useCallback(() => {
    Promise.all([client.call('get_notification_prefs', {}), client.call('list_push_subscriptions', {})]).then(
      ([read, { subscriptions }]) => {
        setPrefs(read);
        setDevices(subscriptions);
        setStatus('ready');
      },
      () => setStatus('failed'),
    );
  }, [client]);
  useEffect(again, [again]);

  const change = (next: CommandInput<'set_notification_prefs'>) => {
    const before = prefs;
    setRefused(false);
    setPrefs((shown) => shown && ({ ...shown, ...next } as NotificationPrefs));
    client.call('set_notification_prefs', next).then(setPrefs, () => {
      setPrefs(before);
      setRefused(true);
    });
  };

  const test = async (id: string) => {
    const { result, why } = await client.call('test_push', { subscriptionId: id });
    again();
    return result === 'sent' ? null : (why ?? result);
  };

  const remove = async (id: string) => {
    await client.call('remove_push_subscription', { subscriptionId: id });
    again();
  };

  return { status, prefs, devices, refused, change, test, remove, again };
}
