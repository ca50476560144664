/** Why the client is not connected right now and will try again by itself. */
export type WaitReason = 'offline' | 'server' | 'draining';

/**
 * Why the client stays away until somebody acts: the session is over, this device was displaced (too many connections,
 * or the server sent it away), or the program closed the client.
 */
export type EndReason = 'unauthorized' | 'displaced' | 'closed';

/** Times are milliseconds since 1970. */
export type ConnectionState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting'; readonly attempt: number; readonly since: number }
  | { readonly status: 'online'; readonly since: number }
  | { readonly status: 'waiting'; readonly attempt: number; readonly retryAt: number; readonly reason: WaitReason }
  | { readonly status: 'ended'; readonly reason: EndReason };
