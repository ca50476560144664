'use client';
import { lazy, Suspense } from 'react';
import type { PopoverProps } from './popover-props.js';
import { loadPopover } from './load-kit.js';

const LazyPopover = lazy(loadPopover);

/** A small panel beside what it belongs to; open as long as it is rendered. Escape, leaving it, or a press elsewhere close. */
export function Popover(props: PopoverProps) {
  return (
    <Suspense fallback={null}>
      <LazyPopover {...props} />
    </Suspense>
  );
}
