import { isAborted, type Locks } from './locks.js';

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
  /** Lets go of the lock that makes this tab the leader; undefined while it is none. */
  let release: (() => void) | undefined;
  let closed = false;
  let stealing = false;
  let leaveQueue = new AbortController();

  const ask = (options: LockOptions) => {
    let mine: (() => void) | undefined;
    const hold = () => {
      stealing = false;
      if (closed) return undefined;
      return new Promise<void>((resolve) => {
        mine = release = () => resolve();
        onChange();
      });
    };
    // A request ends by a rejection when it left the queue or when its lock was taken over: neither is an error here.
    const done = () => {
      if (options.steal === true) stealing = false;
      if (closed) return;
      // The news that a lock was taken away may come after this tab took it again itself.
      const lostLead = mine !== undefined && mine === release;
      const neverLed = mine === undefined && options.steal === true && release === undefined;
      if (lostLead) release = undefined;
      if (lostLead) onChange();
      if (lostLead || neverLed) queue();
    };
    const refused = (error: unknown) => {
      if (mine !== undefined || isAborted(error)) return done();
      stealing = false;
      if (closed || release !== undefined) return;
      release = () => undefined;
      onChange();
    };
    void locks.request(name, options, hold).then(done, refused);
  };
  const queue = () => {
    leaveQueue = new AbortController();
    ask({ signal: leaveQueue.signal });
  };

  queue();
  return {
    isLeader: () => release !== undefined && !closed,
    takeOver() {
      if (release !== undefined || stealing || closed) return;
      stealing = true;
      leaveQueue.abort();
      ask({ steal: true });
    },
    close() {
      closed = true;
      leaveQueue.abort();
      release?.();
    },
  };
}
