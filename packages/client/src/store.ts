import { callListener } from './call-listener.js';

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

/** Makes a store. Its methods may be passed on without their object. */
export function createStore<T>(initial: T): WritableStore<T> {
  let value = initial;
  const listeners = createListeners();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      listeners.call();
    },
    subscribe: listeners.subscribe,
  };
}

/** A store that is made of others. */
export interface DerivedStore<T> extends Store<T> {
  /** Something that it is made of has changed. */
  touch(): void;
}

/**
 * Makes a store whose value is computed when somebody looks, from `before`, which `compute` answers when nothing
 * changed. Many changes at once are one change for those who listen.
 */
export function createDerived<T>(compute: (before: T | undefined) => T): DerivedStore<T> {
  const listeners = createListeners();
  let value: T | undefined;
  let stale = true;
  /** What listeners were told of last; somebody may have looked since. */
  let told: T | undefined;
  let telling = false;
  const get = (): T => {
    if (stale) {
      value = compute(value);
      stale = false;
    }
    return value as T;
  };
  const tell = () => {
    telling = false;
    if (Object.is(get(), told)) return;
    told = get();
    listeners.call();
  };
  return {
    get,
    touch() {
      stale = true;
      if (!telling) queueMicrotask(tell);
      telling = true;
    },
    subscribe(listener) {
      if (listeners.size() === 0) told = get();
      return listeners.subscribe(listener);
    },
  };
}

/** `next`, or `before` if each of their parts is the same. */
export function sameOr<T extends object>(before: T | undefined, next: T): T {
  if (before === undefined) return next;
  const keys = Object.keys(next) as (keyof T)[];
  const same = keys.length === Object.keys(before).length && keys.every((key) => Object.is(before[key], next[key]));
  return same ? before : next;
}

/** `next`, or `before` if it has the same elements in the same order. */
export function sameList<T>(before: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  const same = before?.length === next.length && next.every((item, at) => Object.is(item, before[at]));
  return same && before !== undefined ? before : next;
}

function createListeners() {
  const listeners = new Set<() => void>();
  return {
    size: () => listeners.size,
    call() {
      for (const listener of [...listeners]) callListener(listener);
    },
    subscribe(listener: () => void): () => void {
      // Wrapped, so that the same function subscribed twice is called twice and ends twice.
      const entry = () => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
}
