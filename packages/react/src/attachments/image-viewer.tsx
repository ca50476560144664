'use client';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useChatClient } from '../hooks/use-chat-client.js';
import { BackIcon, CloseIcon, ForwardIcon } from '../components/icons.js';
import { useLanguage } from '../components/language-context.js';
import { useBackCloses } from '../kit/use-back-closes.js';
import type { ShownFile } from './shown-file.js';
import { DownloadIcon, RetryIcon, ZoomInIcon, ZoomOutIcon } from './file-icons.js';
import { saveFile } from './save-file.js';
import { useFileLink } from './use-file-link.js';
import { useViewerGestures } from './use-viewer-gestures.js';
import { asSeen, type View } from './zoom-view.js';

export interface ImageViewerProps {
  readonly files: readonly ShownFile[];
  readonly first: number;
  readonly onClose: () => void;
  /** Where the message may be sent into other chats. */
  readonly onForward: (() => void) | undefined;
}

const STEP = 1.5;

/**
 * Images over the whole page: arrows or a swipe go to the next, + and − zoom, 0 shows all of it; wheel, double press and
 * two fingers zoom too, dragging moves. Escape or a swipe downwards closes.
 */
export function ImageViewer({ files, first, onClose, onForward }: ImageViewerProps) {
  const { t } = useLanguage();
  const client = useChatClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const [at, setAt] = useState(first);
  const file = files[at];
  useBackCloses(onClose);

  useEffect(() => {
    const element = dialog.current;
    const focused = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    };
  }, []);
  const go = (step: number) => {
    const next = at + step;
    if (next < 0 || next >= files.length) return;
    setAt(next);
    showWhole();
  };
  const forward = () => (isRtl(dialog.current) ? -1 : 1);
  const { view, zoom, showWhole, handlers } = useViewerGestures({
    onTurn: (step) => go(step * forward()),
    onPutAway: onClose,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const keys: Readonly<Record<string, () => void>> = {
      ArrowRight: () => go(forward()),
      ArrowLeft: () => go(-forward()),
      '+': () => zoom(STEP),
      '=': () => zoom(STEP),
      '-': () => zoom(1 / STEP),
      '0': showWhole,
    };
    // Keys of the conversation behind it mean nothing here.
    event.stopPropagation();
    const action = keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  const root = document.querySelector('.stm-root');
  if (file === undefined || root === null) return null;
  return createPortal(
    <dialog
      ref={dialog}
      className="stm-viewer"
      aria-label={t('files.viewer', { at: at + 1, of: files.length })}
      onKeyDown={onKeyDown}
      // Nor do touches: to React the message that it was opened from is around it, and takes a swipe for an answer.
      onPointerDown={(event) => event.stopPropagation()}
      // Strict mode closes and shows it once: that it was closed is told after it is open again.
      onClose={(event) => !event.currentTarget.open && onClose()}
      onCancel={onClose}
    >
      <div className="stm-viewer__bar">
        <span className="stm-viewer__lines">
          <bdi className="stm-viewer__name">{file.name}</bdi>
          {files.length > 1 && (
            <span className="stm-viewer__place" aria-live="polite">
              {t('files.viewer', { at: at + 1, of: files.length })}
            </span>
          )}
        </span>
        <button
          type="button"
          className="stm-icon-button"
          aria-label={t('files.zoom_out')}
          onClick={() => zoom(1 / STEP)}
        >
          <ZoomOutIcon />
        </button>
        <button type="button" className="stm-icon-button" aria-label={t('files.zoom_in')} onClick={() => zoom(STEP)}>
          <ZoomInIcon />
        </button>
        {onForward !== undefined && (
          <button type="button" className="stm-icon-button" aria-label={t('forward.action')} onClick={onForward}>
            <ForwardIcon />
          </button>
        )}
        <button
          type="button"
          className="stm-icon-button"
          aria-label={t('files.download', { name: file.name })}
          onClick={() => void saveFile(client, file.id).catch(() => undefined)}
        >
          <DownloadIcon />
        </button>
        <button type="button" className="stm-icon-button" aria-label={t('files.close')} onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      <div className="stm-viewer__stage" role="presentation" {...handlers}>
        <Shown key={file.id} file={file} view={view} />
      </div>
      {files.length > 1 && (
        <>
          <button
            type="button"
            className="stm-icon-button stm-viewer__previous"
            aria-label={t('files.previous')}
            disabled={at === 0}
            onClick={() => go(-1)}
          >
            <BackIcon />
          </button>
          <button
            type="button"
            className="stm-icon-button stm-viewer__next"
            aria-label={t('files.next')}
            disabled={at === files.length - 1}
            onClick={() => go(1)}
          >
            <BackIcon />
          </button>
        </>
      )}
    </dialog>,
    root,
  );
}

const isRtl = (element: Element | null) => element !== null && getComputedStyle(element).direction === 'rtl';

function Shown({ file, view }: { readonly file: ShownFile; readonly view: View }) {
  const { t } = useLanguage();
  const { link, failed, again } = useFileLink(file.id);
  const [tries, setTries] = useState(0);
  const [broken, setBroken] = useState(false);
  if (failed || broken) {
    const retry = () => {
      setBroken(false);
      again();
    };
    return (
      <button
        type="button"
        className="stm-viewer__failed"
        aria-label={t('files.load_again', { name: file.name })}
        onClick={retry}
      >
        <RetryIcon />
        {t('files.load_failed')}
      </button>
    );
  }
  if (link === undefined) return null;
  return (
    <img
      // A new one for another try: the address may be the same.
      key={tries}
      src={link.url}
      alt={file.name}
      draggable={false}
      style={asSeen(view)}
      onError={() => {
        // As in a bubble: an address that ended meanwhile is asked for once more, and not again and again.
        if (tries === 0) again();
        else setBroken(true);
        setTries(tries + 1);
      }}
    />
  );
}
