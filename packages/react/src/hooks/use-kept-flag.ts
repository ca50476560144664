'use client';
import { useState } from 'react';

/**
 * Whether something of a row is open, remembered in `kept` while the row is not on the page: rows leave it when they are
 * scrolled away, and their own state goes with them.
 */
export function useKeptFlag(kept: Set<string>, key: string): readonly [on: boolean, set: (on: boolean) => void] {
  const [on, setOn] = useState(() => kept.has(key));
  return [
    on,
    (next) => {
      if (next) kept.add(key);
      else kept.delete(key);
      setOn(next);
    },
  ];
}
