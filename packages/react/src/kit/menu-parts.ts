'use client';
import { createContext, type ReactNode } from 'react';

export interface MenuProps {
  readonly label: string;
  /** What it belongs to, and stands beside. */
  readonly anchor: HTMLElement;
  /** The edge of the anchor that its own edge follows. */
  readonly align: 'start' | 'end';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export interface MenuItemProps {
  readonly onSelect: () => void;
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  /** Makes it a choice that is on or off. */
  readonly checked?: boolean;
  /** Read instead of what is shown, for a picture. */
  readonly label?: string;
  /** A picture in a row of its kind, instead of a line. */
  readonly compact?: boolean;
}

/** How an item is drawn by the menu that was loaded; null outside of one. */
export const MenuItemContext = createContext<((props: MenuItemProps) => ReactNode) | null>(null);
