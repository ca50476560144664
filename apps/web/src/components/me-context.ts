import type { Account } from '@stm-chat/protocol';
import { createContext, useContext } from 'react';

export interface Me {
  readonly account: Account;
  /** Ends the session on this device. */
  readonly logout: () => Promise<void>;
}

export const MeContext = createContext<Me | null>(null);

export function useSignedIn(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('Only pages of a signed-in user ask who that is.');
  return me;
}
