'use client';
import { type ReactNode, useContext } from 'react';
import { late } from './late.js';
import { loadMenu } from './load-kit.js';
import { MenuItemContext, type MenuItemProps } from './menu-parts.js';

/**
 * A menu over the page, in the top layer; open as long as it is rendered. Arrow keys, Home, End and first letters move;
 * Escape, Tab and a press elsewhere close; the focus returns.
 */
export const Menu = late(loadMenu);

/** One choice; the menu is closed before it is carried out. */
export function MenuItem(props: MenuItemProps): ReactNode {
  const draw = useContext(MenuItemContext);
  if (draw === null) throw new Error('A <MenuItem> stands in a <Menu>.');
  return draw(props);
}
