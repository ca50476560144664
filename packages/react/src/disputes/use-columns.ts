'use client';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** How many panes stand beside each other. */
export type Columns = 1 | 2 | 3;

/** In CSS pixels of the element's own width: a pane wants room for a bubble and its menu. */
const THREE_FROM_PX = 1180;
const TWO_FROM_PX = 760;

/** As many columns as the element has room for. */
export function useColumns(): readonly [RefObject<HTMLDivElement | null>, Columns] {
  const element = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState<Columns>(1);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return;
    const look = () => {
      const width = current.clientWidth;
      setColumns(width >= THREE_FROM_PX ? 3 : width >= TWO_FROM_PX ? 2 : 1);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return [element, columns];
}
