import type { ConnectionState } from './connection-state.js';

/** Whether a call over REST has any prospect: the session stands, and the device does not say that it has no network. */
export function mayReach(state: ConnectionState): boolean {
  return state.status === 'waiting' ? state.reason !== 'offline' : state.status !== 'ended';
}
