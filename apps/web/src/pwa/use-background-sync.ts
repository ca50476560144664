import { useChatClient } from '@stm-chat/react';
import { useEffect } from 'react';
import { askForSync, onWorkerMessage } from './service-worker.js';

/** What is written without a network is sent when it is back, whether this page is open then or not. */
export function useBackgroundSync(): void {
  const client = useChatClient();
  useEffect(() => {
    const stopListening = onWorkerMessage(({ kind }) => {
      if (kind === 'network_back') void client.connect();
    });
    let asked = false;
    const look = () => {
      const needed = client.outbox.get().length > 0 && client.connection.get().status !== 'online';
      if (needed && !asked) void askForSync();
      asked = needed;
    };
    look();
    const stops = [stopListening, client.outbox.subscribe(look), client.connection.subscribe(look)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);
}
