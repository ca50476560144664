'use client';
import { lazy, Suspense } from 'react';
import type { DialogProps } from './dialog-props.js';
import { loadDialog } from './load-kit.js';

const LazyDialog = lazy(loadDialog);

/**
 * A dialog over the page, in the top layer; open as long as it is rendered. It keeps the focus and gives it back. Escape,
 * the cross and a press beside it ask the owner to close it.
 */
export function Dialog(props: DialogProps) {
  return (
    <Suspense fallback={null}>
      <LazyDialog {...props} />
    </Suspense>
  );
}
