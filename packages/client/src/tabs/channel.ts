/** Talks to the other tabs of this origin. */
export interface Channel<T> {
  /** To all other tabs, never to this one. */
  post(message: T): void;
  close(): void;
}

/** Joins the tabs that use `name`; where there are no tabs (or no BroadcastChannel) nobody ever answers. */
export function openChannel<T>(name: string | undefined, receive: (message: T) => void): Channel<T> {
  const channel = name === undefined ? undefined : join(name);
  if (channel === undefined) return { post: () => undefined, close: () => undefined };
  channel.addEventListener('message', (event) => receive(event.data as T));
  // In Node an open channel would keep the process alive.
  (channel as { unref?: () => void }).unref?.();
  let open = true;
  return {
    // What was under way when it was closed has nobody to tell any more.
    post: (message) => (open ? channel.postMessage(message) : undefined),
    close() {
      open = false;
      channel.close();
    },
  };
}

function join(name: string): BroadcastChannel | undefined {
  try {
    return typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);
  } catch {
    // Some browsers have it and refuse it where storage is blocked.
    return undefined;
  }
}
