'use client';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useLanguage } from '../components/language-context.js';
import { AttachIcon } from './file-icons.js';

export interface FileDrop {
  /** For the element that files can be dropped on. */
  readonly target: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
  /** Over it, while something is dragged across. */
  readonly overlay: ReactNode;
}

/** Takes files that are dropped; anything else that is dragged passes. `onFiles` undefined: nothing is taken. */
export function useFileDrop(onFiles: ((files: readonly File[]) => void) | undefined): FileDrop {
  const { t } = useLanguage();
  const [over, setOver] = useState(false);
  /** Entering a child comes before leaving its parent. */
  const depth = useRef(0);
  const end = () => {
    depth.current = 0;
    setOver(false);
  };
  const isOurs = (event: DragEvent) => onFiles !== undefined && event.dataTransfer.types.includes('Files');
  return {
    target: {
      onDragEnter(event) {
        if (!isOurs(event)) return;
        event.preventDefault();
        depth.current++;
        setOver(true);
      },
      onDragOver(event) {
        if (isOurs(event)) event.preventDefault();
      },
      onDragLeave(event) {
        if (isOurs(event) && --depth.current <= 0) end();
      },
      onDrop(event) {
        if (!isOurs(event)) return;
        event.preventDefault();
        end();
        onFiles?.([...event.dataTransfer.files]);
      },
    },
    overlay: over ? (
      <div className="stm-drop" aria-hidden="true">
        <AttachIcon />
        {t('files.drop')}
      </div>
    ) : null,
  };
}
