'use client';
import { type ChangeEvent, useRef } from 'react';
import { useLanguage } from '../components/language-context.js';
import { AttachIcon, CameraIcon } from './file-icons.js';

/** What pickers offer first; anything else can be chosen too. */
const PICTURES = 'image/jpeg,image/png,image/webp,image/gif';

/** Picks files, and on devices with a camera takes a photo. */
export function AttachButtons({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { t } = useLanguage();
  const any = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const picked = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(event.target.files ?? [])]);
    // The same file again is a change, too.
    event.target.value = '';
  };
  return (
    <>
      <button
        type="button"
        className="stm-icon-button stm-composer__tool stm-attach__camera"
        aria-label={t('files.camera')}
        onClick={() => camera.current?.click()}
      >
        <CameraIcon />
      </button>
      <button
        type="button"
        className="stm-icon-button stm-composer__tool"
        aria-label={t('files.attach')}
        data-shortcut="attach"
        onClick={() => any.current?.click()}
      >
        <AttachIcon />
      </button>
      <input
        ref={any}
        type="file"
        multiple
        hidden
        data-testid="attach-input"
        aria-label={t('files.attach')}
        onChange={picked}
      />
      <input
        ref={camera}
        type="file"
        accept={PICTURES}
        capture="environment"
        hidden
        aria-label={t('files.camera')}
        onChange={picked}
      />
    </>
  );
}
