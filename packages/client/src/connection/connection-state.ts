/** Why the client is not connected right now and will try again by itself. */
export type WaitReason = 'offline' | 'server' | 'draining';

/**
 * Why the client stays away until somebody acts: the session is over, this device was displaced (too many connections,
 * or the server sent it away), or the program closed the client.
 */
export type EndReason = 'unauthorized' | 'displaced' | 'closed';

/** Times are milliseconds since 1970; `attempt` counts the attempts since the connection was last good. */
export type ConnectionState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting'; readonly attempt: number; readonly since: number }
  | { readonly status: 'online'; readonly attempt: number; readonly since: number }
  | { readonly status: 'waiting'; readonly attempt: number; readonly retryAt: number; readonly reason: WaitReason }
  | { readonly status: 'ended'; readonly reason: EndReason };

export type ConnectionEvent =
  /** Somebody asks for a connection, or there is reason to hope for one now. */
  | { readonly type: 'start'; readonly at: number }
  | { readonly type: 'opened'; readonly at: number }
  | { readonly type: 'lost'; readonly at: number; readonly reason: WaitReason; readonly retryAt: number }
  | { readonly type: 'ended'; readonly reason: EndReason };

/** A connection that lasted this long was good: the next one may be tried at once. A shorter one is a failed attempt. */
export const STABLE_MS = 10_000;

/** How many attempts in a row failed, counting the present one as failed. */
export function failures(state: ConnectionState, at: number): number {
  if (!('attempt' in state)) return 0;
  const wasGood = state.status === 'online' && at - state.since >= STABLE_MS;
  return wasGood ? 0 : state.attempt;
}

/** The one place where the connection changes its state. What cannot happen in a state leaves it as it is. */
export function nextConnection(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  switch (event.type) {
    case 'start':
      if (state.status === 'connecting') return state;
      return { status: 'connecting', attempt: failures(state, event.at) + 1, since: event.at };
    case 'opened':
      if (state.status !== 'connecting') return state;
      return { status: 'online', attempt: state.attempt, since: event.at };
    case 'lost':
      if (state.status !== 'connecting' && state.status !== 'online') return state;
      return {
        status: 'waiting',
        attempt: failures(state, event.at),
        retryAt: event.retryAt,
        reason: event.reason,
      };
    case 'ended':
      return { status: 'ended', reason: event.reason };
  }
}
