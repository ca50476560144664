'use client';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as PlainDialog } from '@base-ui/react/dialog';
import { useRef } from 'react';
import { CloseIcon } from '../components/icons.js';
import { useLanguage } from '../components/language-context.js';
import { useStableCallback } from '../hooks/use-stable-callback.js';
import type { DialogProps } from './dialog-props.js';
import { showInTopLayer, useOverlayRoot } from './overlay-root.js';
import { useBackCloses } from './use-back-closes.js';
import { useFocusReturn } from './use-focus-return.js';

/** `Dialog`, with what makes it work: loaded apart, see `load-kit.ts`. */
export function DialogPopup(props: DialogProps) {
  const {
    title,
    children,
    onClose,
    shape = 'box',
    titleHidden,
    closeLabel,
    describedBy,
    alert,
    initialFocus,
    className,
  } = props;
  const { t } = useLanguage();
  const root = useOverlayRoot();
  const popup = useRef<HTMLDivElement>(null);
  const close = useStableCallback(onClose);
  useBackCloses(close);
  useFocusReturn(popup);
  const Kit = alert === true ? AlertDialog : PlainDialog;
  return (
    <Kit.Root open onOpenChange={(open: boolean) => !open && close()}>
      <Kit.Portal container={root}>
        <Kit.Viewport ref={showInTopLayer} popover="manual" className="stm-dialog" data-shape={shape}>
          <Kit.Backdrop className="stm-dialog__backdrop" forceRender />
          <Kit.Popup
            ref={popup}
            className={className === undefined ? 'stm-dialog__box' : `stm-dialog__box ${className}`}
            aria-describedby={describedBy}
            finalFocus={false}
            {...(initialFocus === undefined ? {} : { initialFocus })}
            // What is typed here is for the dialog alone; Escape is heard by the document.
            onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
          >
            <header className="stm-dialog__head" data-bare={titleHidden || undefined}>
              <Kit.Title className={titleHidden === true ? 'stm-hidden' : 'stm-dialog__title'}>{title}</Kit.Title>
              {alert !== true && (
                <Kit.Close className="stm-icon-button stm-dialog__close" aria-label={closeLabel ?? t('action.close')}>
                  <CloseIcon />
                </Kit.Close>
              )}
            </header>
            {children}
          </Kit.Popup>
        </Kit.Viewport>
      </Kit.Portal>
    </Kit.Root>
  );
}
