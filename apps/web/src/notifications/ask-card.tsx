import { useChatClient, useStore } from '@stm-chat/react';
import { useEffect, useState } from 'react';
import { useText } from '../text/use-text.js';
import { asked } from './notification-settings.js';
import { askForNotifications, permission } from './permission.js';

/**
 * Asks about notifications when they first make sense: something was sent, and an answer is to be expected. Says what
 * they are for before the browser asks, and not again once answered.
 */
export function AskCard() {
  const t = useText();
  const client = useChatClient();
  const answered = useStore(asked);
  const allowed = useStore(permission);
  const [sent, setSent] = useState(false);
  const wanted = !answered && allowed === 'default';
  useEffect(() => {
    if (!wanted) return;
    let waiting = client.outbox.get().length;
    return client.outbox.subscribe(() => {
      const now = client.outbox.get();
      // One less, and none refused: the server has it.
      if (now.length < waiting && now.every(({ state }) => state !== 'failed')) setSent(true);
      waiting = now.length;
    });
  }, [client, wanted]);

  return (
    <div className="notice" role="status">
      {wanted && sent && (
        <div className="notice__body">
          <p>
            <strong>{t('notifications.ask_title')}</strong> {t('notifications.ask_text')}
          </p>
          <div className="notice__actions">
            <button type="button" className="stm-button stm-button--quiet" onClick={() => asked.set(true)}>
              {t('notifications.ask_no')}
            </button>
            <button type="button" className="stm-button" onClick={() => void askForNotifications()}>
              {t('notifications.ask_yes')}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
