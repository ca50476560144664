'use client';
import { Popover as Kit } from '@base-ui/react/popover';
import { useRef } from 'react';
import { useStableCallback } from '../hooks/use-stable-callback.js';
import { showInTopLayer, useOverlayRoot } from './overlay-root.js';
import type { PopoverProps } from './popover-props.js';
import { useBackCloses } from './use-back-closes.js';
import { useFocusReturn } from './use-focus-return.js';

const MARGIN_PX = 8;

/** `Popover`, with what makes it work: loaded apart, see `load-kit.ts`. */
export function PopoverPopup({ label, anchor, align, side = 'bottom', onClose, children, className }: PopoverProps) {
  const root = useOverlayRoot();
  const popup = useRef<HTMLDivElement>(null);
  const close = useStableCallback(onClose);
  useBackCloses(close);
  useFocusReturn(popup, anchor);
  return (
    <Kit.Root
      open
      onOpenChange={(open, { event }) => {
        // The press on what it belongs to is answered there: this one would close it, and that one open it again.
        if (!open && !(event.target instanceof Node && anchor.contains(event.target))) close();
      }}
    >
      <Kit.Portal container={root}>
        <Kit.Positioner
          ref={showInTopLayer}
          popover="manual"
          className="stm-overlay"
          anchor={anchor}
          positionMethod="fixed"
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={MARGIN_PX}
        >
          <Kit.Popup
            ref={popup}
            className={className === undefined ? 'stm-popover' : `stm-popover ${className}`}
            aria-label={label}
            finalFocus={false}
            onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
          >
            {children}
          </Kit.Popup>
        </Kit.Positioner>
      </Kit.Portal>
    </Kit.Root>
  );
}
