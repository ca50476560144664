'use client';
import type { ChatClient } from '@stm-chat/client';
import { useEffect, useState } from 'react';
import { useStableCallback } from './use-stable-callback.js';

/**
 * A client of this component's own: made and connected once it is mounted, closed when it goes; null until then, and on
 * a server. A client that was closed stays so, therefore strict mode, which mounts everything twice, gets two.
 * @param make makes a client; read when one is needed.
 * @param key who is signed in: another key is another client.
 */
export function useOwnClient(make: () => ChatClient, key: string): ChatClient | null {
  const [own, setOwn] = useState<{ readonly key: string; readonly client: ChatClient } | null>(null);
  const made = useStableCallback(make);
  useEffect(() => {
    const client = made();
    setOwn({ key, client });
    void client.connect();
    return () => client.close();
  }, [made, key]);
  // For a moment after the key has changed the one before is still here: it is somebody else's, and closed.
  return own?.key === key ? own.client : null;
}
