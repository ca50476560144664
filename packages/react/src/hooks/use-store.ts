'use client';
import type { Store } from '@stm-chat/client';
import { useState, useSyncExternalStore } from 'react';

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

/**
 * Some things of a store's value, followed. `choose` gets what it answered before, and answers that where nothing of it
 * changed. It is read once, when the component is mounted.
 */
export function useChosen<T, V>(store: Store<T>, choose: (value: T, before: V | undefined) => V): V {
  const [select] = useState(() => {
    let chosen: V | undefined;
    return (value: T): V => (chosen = choose(value, chosen));
  });
  return useSelected(store, select);
}
