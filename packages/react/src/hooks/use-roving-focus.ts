'use client';
import type { KeyboardEvent } from 'react';

/**
 * Arrow keys, Home and End inside a list of which one element at a time can be reached with Tab.
 * The elements carry `data-roving`; the one for Tab has `tabIndex={0}`, the others -1.
 */
export function moveRovingFocus(event: KeyboardEvent<HTMLElement>): void {
  const elements = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-roving]')];
  const index = elements.indexOf(document.activeElement as HTMLElement);
  if (index === -1 || event.altKey || event.ctrlKey || event.metaKey) return;
  const target = elements[targetIndex(event.key, index, elements.length)];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}

function targetIndex(key: string, index: number, count: number): number {
  switch (key) {
    case 'ArrowDown':
      return Math.min(index + 1, count - 1);
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
