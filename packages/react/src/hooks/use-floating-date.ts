'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';

const SHOWN_MS = 1200;

export interface FloatingDate {
  readonly iso: string | null;
  readonly visible: boolean;
  readonly show: (iso: string) => void;
}

/** The day at the top of the list, shown while it is scrolled and a moment longer. */
export function useFloatingDate(): FloatingDate {
  const [shown, setShown] = useState<{ readonly iso: string; readonly at: number } | null>(null);
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    if (shown === null) return;
    setVisible(true);
    const timer = setTimeout(() => setVisible(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  // Once in a while is enough: a scroll reports with every frame.
  const show = useCallback(
    (iso: string) =>
      setShown((current) => {
        const at = Math.floor(performance.now() / 250);
        return current?.iso === iso && current.at === at ? current : { iso, at };
      }),
    [],
  );
  const iso = shown?.iso ?? null;
  return useMemo(() => ({ iso, visible, show }), [iso, visible, show]);
}
