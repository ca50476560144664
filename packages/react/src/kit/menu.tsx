'use client';
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import { useStableCallback } from '../hooks/use-stable-callback.js';

export interface MenuProps {
  readonly label: string;
  /** What it belongs to, and stands beside. */
  readonly anchor: HTMLElement;
  /** The edge of the anchor that its own edge follows. */
  readonly align: 'start' | 'end';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const MARGIN_PX = 8;
const CloseContext = createContext<() => void>(() => undefined);

/** A menu over the page, in the top layer. Arrow keys move, Escape, Tab and a press elsewhere close; the focus returns. */
export function Menu({ label, anchor, align, onClose, children }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const close = useStableCallback(onClose);

  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return;
    const before = document.activeElement;
    // Manual, because an automatic one is closed by the end of the long press that opens it.
    if (!element.matches(':popover-open')) element.showPopover();
    place(element, anchor, align);
    itemsOf(element)[0]?.focus({ preventScroll: true });
    return () => {
      if (!element.contains(document.activeElement)) return;
      (before instanceof HTMLElement && before.isConnected ? before : anchor).focus({ preventScroll: true });
    };
  }, [anchor, align]);

  useEffect(() => {
    const onOutside = (event: Event) => {
      if (event.target instanceof Node && menu.current?.contains(event.target) === true) return;
      close();
    };
    const listen = { capture: true, passive: true };
    document.addEventListener('pointerdown', onOutside, listen);
    document.addEventListener('wheel', onOutside, listen);
    window.addEventListener('resize', close);
    return () => {
      document.removeEventListener('pointerdown', onOutside, listen);
      document.removeEventListener('wheel', onOutside, listen);
      window.removeEventListener('resize', close);
    };
  }, [close]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      return close();
    }
    const items = itemsOf(event.currentTarget);
    const target = targetOf(event.key, items, getComputedStyle(event.currentTarget).direction === 'rtl');
    if (target === undefined) return;
    event.preventDefault();
    target.focus();
  };

  return (
    <CloseContext value={close}>
      <div
        ref={menu}
        className="stm-menu"
        popover="manual"
        role="menu"
        aria-label={label}
        onKeyDown={onKeyDown}
        tabIndex={-1}
      >
        {children}
      </div>
    </CloseContext>
  );
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

/** One choice; the menu is closed before it is carried out. */
export function MenuItem({ onSelect, children, icon, danger, checked, label, compact }: MenuItemProps) {
  const close = useContext(CloseContext);
  return (
    <button
      type="button"
      className={compact === true ? 'stm-menu__emoji' : 'stm-menu__item'}
      role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
      aria-checked={checked}
      aria-label={label}
      data-danger={danger || undefined}
      tabIndex={-1}
      onClick={() => {
        close();
        onSelect();
      }}
    >
      {icon}
      {compact === true ? (
        <span aria-hidden="true">{children}</span>
      ) : (
        <span className="stm-menu__text">{children}</span>
      )}
    </button>
  );
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}

function targetOf(key: string, items: readonly HTMLElement[], rtl: boolean): HTMLElement | undefined {
  const index = items.indexOf(document.activeElement as HTMLElement);
  const lines = items.filter((item) => item.className !== 'stm-menu__emoji');
  const inRow = index !== -1 && items[index]?.className === 'stm-menu__emoji';
  const step = (by: number) => items[(index + by + items.length) % items.length];
  switch (key) {
    case 'ArrowDown':
      return inRow ? lines[0] : step(1);
    case 'ArrowUp':
      return inRow ? lines.at(-1) : step(-1);
    case 'ArrowRight':
      return inRow ? step(rtl ? -1 : 1) : undefined;
    case 'ArrowLeft':
      return inRow ? step(rtl ? 1 : -1) : undefined;
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return undefined;
  }
}

/** Below the anchor, or above it where that does not fit; always inside the page. */
function place(menu: HTMLElement, anchor: HTMLElement, align: 'start' | 'end'): void {
  const box = anchor.getBoundingClientRect();
  // Not its box on the page, which is still growing.
  const { offsetWidth: width, offsetHeight: height } = menu;
  const toLeft = (align === 'start') === (getComputedStyle(menu).direction === 'ltr');
  const left = toLeft ? box.left : box.right - width;
  const below = box.bottom + 4;
  const top = below + height + MARGIN_PX <= window.innerHeight ? below : box.top - height - 4;
  menu.style.left = `${clamp(left, window.innerWidth - width)}px`;
  menu.style.top = `${clamp(top, window.innerHeight - height)}px`;
}

function clamp(value: number, most: number): number {
  return Math.max(MARGIN_PX, Math.min(value, most - MARGIN_PX));
}
