import { useCallback, useEffect, useRef, useState } from 'react';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface Pages<T> {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly items: readonly T[];
  readonly hasMore: boolean;
  readonly more: () => void;
  /** Reads it all again, for instance after something was changed. */
  readonly again: () => void;
}

/** Typed words are looked for once they are written. */
const PAUSE_MS = 250;

/** A list that is read page by page, and from its beginning when `query` changes. Late answers to earlier questions are dropped. */
export function usePages<T>(
  query: string,
  load: (query: string, cursor: string | undefined) => Promise<Page<T>>,
): Pages<T> {
  const [state, setState] = useState<{ status: Pages<T>['status']; items: readonly T[]; next: string | null }>({
    status: 'loading',
    items: [],
    next: null,
  });
  const turn = useRef(0);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });

  const read = useCallback((words: string, cursor: string | undefined) => {
    const mine = ++turn.current;
    latest.current(words, cursor).then(
      ({ items, next }) => {
        if (mine !== turn.current) return;
        setState((before) => ({
          status: 'ready',
          items: cursor === undefined ? items : [...before.items, ...items],
          next,
        }));
      },
      () => {
        if (mine === turn.current) setState((before) => ({ ...before, status: 'failed' }));
      },
    );
  }, []);

  useEffect(() => {
    const timer = setTimeout(() => read(query, undefined), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query, read]);

  return {
    status: state.status,
    items: state.items,
    hasMore: state.next !== null,
    more: () => read(query, state.next ?? undefined),
    again: () => read(query, undefined),
  };
}
