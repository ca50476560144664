/** As much of the Web Locks API as the SDK uses. */
export type Locks = Pick<LockManager, 'request'>;

/** The browser's locks; absent in insecure contexts and in older engines. */
export function browserLocks(): Locks | undefined {
  return (globalThis.navigator as Navigator | undefined)?.locks as Locks | undefined;
}

const queues = new Map<string, Promise<unknown>>();

/** Runs `task` while no other tab runs one of the same name; without Web Locks at least none of this tab does. */
export async function exclusive<T>(locks: Locks | undefined, name: string, task: () => Promise<T>): Promise<T> {
  if (locks !== undefined) return locks.request(name, async () => task());
  const before = queues.get(name) ?? Promise.resolve();
  const run = before.then(task, task);
  queues.set(name, run);
  return run;
}
