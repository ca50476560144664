'use client';
import type { Store } from '@stm-chat/client';
import { useSyncExternalStore } from 'react';

/** The present value of a store of the SDK, followed. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
