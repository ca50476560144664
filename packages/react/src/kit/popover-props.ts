import type { ReactNode } from 'react';

export interface PopoverProps {
  readonly label: string;
  /** What it belongs to, and stands beside. */
  readonly anchor: HTMLElement;
  /** The edge of the anchor that its own edge follows. */
  readonly align: 'start' | 'end';
  readonly side?: 'top' | 'bottom';
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string;
}
