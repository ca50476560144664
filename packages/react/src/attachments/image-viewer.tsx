'use client';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState, type WheelEvent } from 'react';
import { createPortal } from 'react-dom';
import { useChatClient } from '../hooks/use-chat-client.js';
import { BackIcon, CloseIcon } from '../components/icons.js';
import { useLanguage } from '../components/language-context.js';
import { useBackCloses } from '../kit/use-back-closes.js';
import type { ShownFile } from './shown-file.js';
import { DownloadIcon, ZoomInIcon, ZoomOutIcon } from './file-icons.js';
import { saveFile } from './save-file.js';
import { useFileLink } from './use-file-link.js';
import { asSeen, type View, whole, zoomed } from './zoom-view.js';

export interface ImageViewerProps {
  readonly files: readonly ShownFile[];
  readonly first: number;
  readonly onClose: () => void;
}

const STEP = 1.5;

/**
 * Images over the whole page: arrows go to the next, + and − zoom, 0 shows all of it; wheel, double press and two fingers
 * zoom too, dragging moves. Escape closes.
 */
export function ImageViewer({ files, first, onClose }: ImageViewerProps) {
  const { t } = useLanguage();
  const client = useChatClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const [at, setAt] = useState(first);
  const [view, setView] = useState<View>(whole);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
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
    setView(whole);
  };
  const zoom = (factor: number) => setView((now) => zoomed(now, factor));
  const onKeyDown = (event: KeyboardEvent) => {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const keys: Readonly<Record<string, () => void>> = {
      ArrowRight: () => go(forward === 'ArrowRight' ? 1 : -1),
      ArrowLeft: () => go(forward === 'ArrowLeft' ? 1 : -1),
      '+': () => zoom(STEP),
      '=': () => zoom(STEP),
      '-': () => zoom(1 / STEP),
      '0': () => setView(whole),
    };
    // Keys of the conversation behind it mean nothing here.
    event.stopPropagation();
    const action = keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  const onWheel = (event: WheelEvent) => zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const others = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    const now = { x: event.clientX, y: event.clientY };
    pointers.current.set(event.pointerId, now);
    const [other] = others;
    if (other === undefined) {
      return setView((seen) =>
        seen.scale === 1 ? seen : { ...seen, x: seen.x + now.x - before.x, y: seen.y + now.y - before.y },
      );
    }
    const apart = (point: typeof now) => Math.hypot(point.x - other.x, point.y - other.y);
    zoom(apart(now) / Math.max(1, apart(before)));
  };
  const release = (event: PointerEvent) => void pointers.current.delete(event.pointerId);
  const root = document.querySelector('.stm-root');
  if (file === undefined || root === null) return null;
  return createPortal(
    <dialog
      ref={dialog}
      className="stm-viewer"
      aria-label={t('files.viewer', { at: at + 1, of: files.length })}
      onKeyDown={onKeyDown}
      onClose={onClose}
      onCancel={onClose}
    >
      <div className="stm-viewer__bar">
        <bdi className="stm-viewer__name">{file.name}</bdi>
        {files.length > 1 && (
          <span className="stm-viewer__place" aria-live="polite">
            {t('files.viewer', { at: at + 1, of: files.length })}
          </span>
        )}
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
      <div
        className="stm-viewer__stage"
        role="presentation"
        onWheel={onWheel}
        onDoubleClick={() => setView(view.scale === 1 ? zoomed(whole, 2.5) : whole)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        }}
        onPointerMove={onPointerMove}
        onPointerUp={release}
        onPointerCancel={release}
      >
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

function Shown({ file, view }: { readonly file: ShownFile; readonly view: View }) {
  const { t } = useLanguage();
  const { link, failed, again } = useFileLink(file.id);
  if (failed) return <p className="stm-viewer__failed">{t('files.load_failed')}</p>;
  if (link === undefined) return null;
  return <img src={link.url} alt={file.name} draggable={false} style={asSeen(view)} onError={again} />;
}
