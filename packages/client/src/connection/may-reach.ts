import type { ConnectionState } from './connection-state.js';

/** Whether a call over REST has any prospect: the session stands, and the device does not say that it has no network. */
export function mayReach(state: ConnectionState): boolean {
  switch (state.status) {
    case 'idle':
    case 'connecting':
    case 'online':
      return true;
    case 'waiting':
      return state.reason !== 'offline';
    case 'ended':
      return false;
  }
}
