'use client';
import { useEffect } from 'react';
import { useStableCallback } from '../hooks/use-stable-callback.js';
import { BackStack } from './back-stack.js';

let stack: BackStack | undefined;

/** From now on "back" closes what lies over the page; until then nothing touches the history of the host's page. */
export function letBackClose(): void {
  if (stack !== undefined || typeof window === 'undefined') return;
  const made = new BackStack(
    () => window.history,
    (task) => void setTimeout(task),
  );
  stack = made;
  window.addEventListener('popstate', () => made.moved());
}

/** This lies over the page as long as it is mounted. */
export function useBackCloses(onClose: () => void): void {
  const close = useStableCallback(onClose);
  useEffect(() => stack?.add(close), [close]);
}
