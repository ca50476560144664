/** A value that changes, and tells when it did. In React: `useSyncExternalStore(store.subscribe, store.get)`. */
export interface Store<T> {
  /** The present value; the same object until something changed. */
  get(): T;
  /** Calls `listener` after every change; the answer ends that. */
  subscribe(listener: () => void): () => void;
}

/** A store whose owner may change it. */
export interface WritableStore<T> extends Store<T> {
  set(value: T): void;
}

/** Makes a store. Both of its methods may be passed on without their object. */
export function createStore<T>(initial: T): WritableStore<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      // Wrapped, so that the same function subscribed twice is called twice and ends twice.
      const entry = () => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
}
