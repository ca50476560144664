'use client';
import { lazy, type ReactNode, Suspense, useContext } from 'react';
import { loadMenu } from './load-kit.js';
import { MenuItemContext, type MenuItemProps, type MenuProps } from './menu-parts.js';

const LazyMenu = lazy(loadMenu);

/**
 * A menu over the page, in the top layer; open as long as it is rendered. Arrow keys, Home, End and first letters move;
 * Escape, Tab and a press elsewhere close; the focus returns.
 */
export function Menu(props: MenuProps) {
  return (
    <Suspense fallback={null}>
      <LazyMenu {...props} />
    </Suspense>
  );
}

/** One choice; the menu is closed before it is carried out. */
export function MenuItem(props: MenuItemProps): ReactNode {
  const draw = useContext(MenuItemContext);
  if (draw === null) throw new Error('A <MenuItem> stands in a <Menu>.');
  return draw(props);
}
