'use client';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import { Menu as Kit } from '@base-ui/react/menu';
import { createContext, type KeyboardEvent, useContext, useEffect, useRef } from 'react';
import { useLanguage } from '../components/language-context.js';
import { useStableCallback } from '../hooks/use-stable-callback.js';
import { directionOf } from '../text/texts.js';
import { MenuItemContext, type MenuItemProps, type MenuProps } from './menu-parts.js';
import { showInTopLayer, useOverlayRoot } from './overlay-root.js';
import { useBackCloses } from './use-back-closes.js';
import { useFocusReturn } from './use-focus-return.js';

const MARGIN_PX = 8;
const CloseContext = createContext<() => void>(() => undefined);

/** `Menu`, with what makes it work: loaded apart, see `load-kit.ts`. */
export function MenuPopup({ label, anchor, align, onClose, children }: MenuProps) {
  const { locale } = useLanguage();
  const root = useOverlayRoot();
  const popup = useRef<HTMLDivElement>(null);
  const close = useStableCallback(onClose);
  useBackCloses(close);
  useFocusReturn(popup, anchor);
  useCloseOnWheel(popup, close);
  useFirstItem(popup);
  return (
    <DirectionProvider direction={directionOf(locale)}>
      {/* Not modal: a page that stays where it is has nothing to lock, and a press elsewhere both closes and counts. */}
      <Kit.Root open modal={false} onOpenChange={(open) => !open && close()}>
        <Kit.Portal container={root}>
          <Kit.Positioner
            ref={showInTopLayer}
            popover="manual"
            className="stm-overlay"
            anchor={anchor}
            positionMethod="fixed"
            align={align}
            sideOffset={4}
            collisionPadding={MARGIN_PX}
          >
            <Kit.Popup
              ref={popup}
              className="stm-menu"
              aria-label={label}
              finalFocus={false}
              onKeyDown={(event) => {
                // What is typed here is for the menu alone; Escape is heard by the document.
                if (event.key !== 'Escape') event.stopPropagation();
                if (moveInRow(event, event.currentTarget)) event.preventBaseUIHandler();
              }}
            >
              <CloseContext value={close}>
                <MenuItemContext value={drawItem}>{children}</MenuItemContext>
              </CloseContext>
            </Kit.Popup>
          </Kit.Positioner>
        </Kit.Portal>
      </Kit.Root>
    </DirectionProvider>
  );
}

const drawItem = (props: MenuItemProps) => <Item {...props} />;

function Item({ onSelect, children, icon, danger, checked, label, compact }: MenuItemProps) {
  const close = useContext(CloseContext);
  const props = {
    className: compact === true ? 'stm-menu__emoji' : 'stm-menu__item',
    'data-danger': danger || undefined,
    ...(label === undefined ? {} : { 'aria-label': label }),
    onClick() {
      close();
      onSelect();
    },
  };
  const content = (
    <>
      {icon}
      {compact === true ? (
        <span aria-hidden="true">{children}</span>
      ) : (
        <span className="stm-menu__text">{children}</span>
      )}
    </>
  );
  if (checked === undefined) return <Kit.Item {...props}>{content}</Kit.Item>;
  return (
    <Kit.CheckboxItem {...props} checked={checked}>
      {content}
    </Kit.CheckboxItem>
  );
}

/** The first choice has the focus from the start: the kit would begin with the menu itself, which says nothing. */
function useFirstItem(popup: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    let frame = 0;
    const look = () => {
      const first = popup.current?.querySelector<HTMLElement>('[role^="menuitem"]');
      // The portal takes a moment, and the kit's own focus another.
      if (popup.current === document.activeElement) first?.focus({ preventScroll: true });
      else if (popup.current?.contains(document.activeElement) !== true) frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [popup]);
}

/** A menu that stayed while its message scrolled away would stand beside another one. */
function useCloseOnWheel(popup: { readonly current: HTMLElement | null }, close: () => void): void {
  useEffect(() => {
    const onWheel = (event: Event) => {
      if (event.target instanceof Node && popup.current?.contains(event.target) !== true) close();
    };
    document.addEventListener('wheel', onWheel, { capture: true, passive: true });
    return () => document.removeEventListener('wheel', onWheel, { capture: true });
  }, [popup, close]);
}

/** Pictures stand in a row: left and right go along it, up and down leave it. True when the key was one of these. */
function moveInRow(event: KeyboardEvent, menu: HTMLElement): boolean {
  const items = [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  const row = items.filter((item) => item.classList.contains('stm-menu__emoji'));
  const at = row.indexOf(document.activeElement as HTMLElement);
  if (at === -1) return false;
  const lines = items.filter((item) => !row.includes(item));
  const forward = getComputedStyle(menu).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const step = (by: number) => row[(at + by + row.length) % row.length];
  const target =
    event.key === 'ArrowDown'
      ? lines[0]
      : event.key === 'ArrowUp'
        ? lines.at(-1)
        : event.key === 'ArrowLeft' || event.key === 'ArrowRight'
          ? step(event.key === forward ? 1 : -1)
          : undefined;
  if (target === undefined) return false;
  event.preventDefault();
  target.focus();
  return true;
}
