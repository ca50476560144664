import type { Locks } from './locks.js';

/** One of several tabs is the leader. */
export interface Leadership {
  isLeader(): boolean;
  /** Becomes the leader now, whoever was: the tab that the user acts in is awake and online, others may be frozen. */
  takeOver(): void;
  close(): void;
}

/**
 * Takes part in the election of a leader among the tabs that use `name`; `onChange` tells when this tab became or no
 * longer is one. Without Web Locks, or with nobody to share with, every tab is its own leader: what leaders do must
 * stay right with two of them, for a moment or for ever.
 */
export function electLeader(locks: Locks | undefined, name: string | undefined, onChange: () => void): Leadership {
  if (locks === undefined || name === undefined) {
    return { isLeader: () => true, takeOver: () => undefined, close: () => undefined };
  }
  let leading = false;
  let closed = false;
  let release = () => {};
  let leaveQueue = new AbortController();

  const ask = (options: LockOptions) => {
    let held = false;
    const hold = () => {
      if (closed) return undefined;
      held = true;
      leading = true;
      onChange();
      return new Promise<void>((resolve) => (release = resolve));
    };
    // A request ends by a rejection when it left the queue or when its lock was taken over: neither is an error here.
    const done = () => {
      if (!held || closed) return;
      leading = false;
      onChange();
      queue();
    };
    void locks.request(name, options, hold).then(done, done);
  };

  const queue = () => {
    leaveQueue = new AbortController();
    ask({ signal: leaveQueue.signal });
  };

  queue();
  return {
    isLeader: () => leading,
    takeOver() {
      if (leading || closed) return;
      leaveQueue.abort();
      ask({ steal: true });
    },
    close() {
      closed = true;
      leading = false;
      leaveQueue.abort();
      release();
    },
  };
}
