import type { ChatClient } from '@stm-chat/client';
import { useEffect } from 'react';

const KEY = 'stm-chat:told-language';

/** Tells the server in which language this user reads, once for each: mails are written in it. */
export function useToldLanguage(client: ChatClient, userId: number, locale: string): void {
  useEffect(() => {
    const told = `${userId} ${locale}`;
    if (lastTold() === told) return;
    client.call('set_language', { locale }).then(
      () => remember(told),
      () => undefined, // It is told with the next visit.
    );
  }, [client, userId, locale]);
}

function lastTold(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(told: string): void {
  try {
    localStorage.setItem(KEY, told);
  } catch {
    // Storage is blocked: it is told with every visit.
  }
}
