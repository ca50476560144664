'use client';
import type { Store } from '@stm-chat/client';
import { useSyncExternalStore } from 'react';

/** The present value of a store of the SDK, followed. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

/**
 * One thing that a store's value holds or implies, followed: what uses it is drawn again only when that changed.
 * @param select answers a string, a number, a boolean, or an object that stays the same until it changes.
 */
export function useSelected<T, V>(store: Store<T>, select: (value: T) => V): V {
  const get = () => select(store.get());
  return useSyncExternalStore(store.subscribe, get, get);
}
