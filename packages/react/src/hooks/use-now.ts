'use client';
import { useSyncExternalStore } from 'react';

const MINUTE_MS = 60_000;

let minute = Math.floor(Date.now() / MINUTE_MS);
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function update(): void {
  const next = Math.floor(Date.now() / MINUTE_MS);
  if (next === minute) return;
  minute = next;
  for (const listener of listeners) listener();
}

/** One timer for everybody; also looks when the page is shown again, because timers sleep in hidden pages. */
function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(update, 10_000);
    document.addEventListener('visibilitychange', update);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', update);
  };
}

/** Milliseconds since 1970, rounded down to the minute: for "today" and "yesterday", which must turn at midnight. */
export function useNow(): number {
  return (
    useSyncExternalStore(
      subscribe,
      () => minute,
      () => minute,
    ) * MINUTE_MS
  );
}
