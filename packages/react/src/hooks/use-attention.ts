'use client';
import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  return () => {
    document.removeEventListener('visibilitychange', listener);
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
  };
}

const hasAttention = () => document.visibilityState === 'visible' && document.hasFocus();

/** True while the page is visible and has the focus: only then is anything read. */
export function useAttention(): boolean {
  return useSyncExternalStore(subscribe, hasAttention, () => false);
}
