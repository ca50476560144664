/** As much of the Web Locks API as the SDK uses. */
export type Locks = Pick<LockManager, 'request'>;

/** The browser's locks; absent in insecure contexts and in older engines. */
export function browserLocks(): Locks | undefined {
  return (globalThis.navigator as Navigator | undefined)?.locks as Locks | undefined;
}

const queues = new Map<string, Promise<unknown>>();

/** A request that was ended by its signal, or whose lock was taken over: the locks themselves do work. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/**
 * Runs `task` while no other tab runs one of the same name; without Web Locks at least none of this tab does. Where storage
 * is blocked the locks are there and refuse each request: that is the same as none.
 * @param signal ends the waiting, by an `AbortError`
 */
export async function exclusive<T>(
  locks: Locks | undefined,
  name: string,
  task: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if (locks === undefined) return inTurn(name, task);
  let began = false;
  const begin = () => {
    began = true;
    return task();
  };
  try {
    return await locks.request(name, signal === undefined ? {} : { signal }, begin);
  } catch (error) {
    if (began || isAborted(error)) throw error;
    return inTurn(name, task);
  }
}

async function inTurn<T>(name: string, task: () => Promise<T>): Promise<T> {
  const before = queues.get(name) ?? Promise.resolve();
  const run = before.then(task, task);
  queues.set(name, run);
  return run;
}
