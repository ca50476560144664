'use client';
import type { ConnectionState } from '@stm-chat/client';
import { useEffect, useState } from 'react';
import { useChatClient, useConnection } from '../hooks/use-chat-client.js';
import { useSelected } from '../hooks/use-store.js';
import type { ComponentTranslate } from '../text/texts.js';
import { useLanguage } from './language-context.js';
import { NetworkIcon } from './icons.js';

/** A connection that is back this soon is not worth a word. */
const PATIENCE_MS = 1500;

/** Says that the network is away and what waits for it. Comes after a moment, lies over the page, goes by itself. */
export function ConnectionBanner() {
  const { t } = useLanguage();
  const client = useChatClient();
  const connection = useConnection();
  const queued = useSelected(client.chats, (list) => list.queued);
  const text = bannerText(connection, t);
  const patient = useTrueFor(text !== null, connection.status === 'ended' ? 0 : PATIENCE_MS);
  const shown = patient && text !== null;
  return (
    <div className="stm-banner" role="status" data-visible={shown || undefined}>
      {shown && (
        <span className="stm-banner__body">
          <NetworkIcon />
          <span>
            {text}
            {queued > 0 && connection.status !== 'ended' && <> {t('connection.queued', { count: queued })}</>}
          </span>
          {connection.status === 'ended' && connection.reason === 'displaced' && (
            <button type="button" className="stm-button stm-button--quiet" onClick={() => void client.connect()}>
              {t('connection.resume')}
            </button>
          )}
        </span>
      )}
    </div>
  );
}

/** Null where there is nothing to say. */
function bannerText(connection: ConnectionState, t: ComponentTranslate): string | null {
  switch (connection.status) {
    case 'idle':
    case 'online':
      return null;
    case 'connecting':
      return t('connection.connecting');
    case 'waiting':
      return t(`connection.${connection.reason}`);
    case 'ended':
      if (connection.reason === 'closed') return null;
      return t(connection.reason === 'displaced' ? 'connection.displaced' : 'connection.signed_out');
  }
}

/** True once `value` has been true for `ms` without a break. */
function useTrueFor(value: boolean, ms: number): boolean {
  const [elapsed, setElapsed] = useState(false);
  useEffect(() => {
    if (!value) {
      setElapsed(false);
      return;
    }
    const timer = setTimeout(() => setElapsed(true), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return value && elapsed;
}
