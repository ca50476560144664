'use client';
import { useMemo, useState } from 'react';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useLanguage } from '../components/language-context.js';
import type { ShownFile } from './shown-file.js';
import { boxOf } from './file-shapes.js';
import { placeholderOf } from './placeholder.js';
import { RetryIcon } from './file-icons.js';
import { UploadRing } from './upload-ring.js';
import { useFileLink } from './use-file-link.js';
import { useObjectUrl } from './use-object-url.js';

export interface ImageTileProps {
  readonly file: ShownFile;
  /** The only one of its message: in its own shape, and not as a square of an album. */
  readonly alone: boolean;
  readonly onOpen: () => void;
}

/** An image in a bubble: its place, and what it will be about, are there before it is. */
export function ImageTile({ file, alone, onOpen }: ImageTileProps) {
  const { t } = useLanguage();
  const client = useChatClient();
  const local = useObjectUrl(file.upload?.file ?? client.uploads.localFile(file.id));
  const box = alone ? boxOf(file) : null;
  const placeholder = useMemo(() => placeholderOf(file.placeholder), [file.placeholder]);
  const style = {
    ...(box === null ? {} : { inlineSize: box.width, aspectRatio: `${box.width} / ${box.height}` }),
    ...(placeholder === undefined ? {} : { backgroundImage: `url(${placeholder})` }),
  };
  return (
    <button
      type="button"
      className="stm-image"
      style={style}
      disabled={file.upload !== undefined}
      aria-label={t('files.open_image', { name: file.name })}
      onClick={onOpen}
    >
      {local !== undefined ? (
        <img src={local} alt="" draggable={false} />
      ) : (
        file.upload === undefined && <Loaded file={file} />
      )}
      {file.upload !== undefined && file.upload.state !== 'ready' && <UploadRing item={file.upload} />}
    </button>
  );
}

function Loaded({ file }: { readonly file: ShownFile }) {
  const { t } = useLanguage();
  const { link, failed, again } = useFileLink(file.id);
  const [tries, setTries] = useState(0);
  const [broken, setBroken] = useState(false);
  if (failed || broken) {
    return (
      <span
        className="stm-image__failed"
        role="button"
        tabIndex={-1}
        onClick={(event) => {
          event.stopPropagation();
          setBroken(false);
          again();
        }}
        onKeyDown={() => undefined}
      >
        <RetryIcon />
        {t('files.load_failed')}
      </span>
    );
  }
  if (link === undefined) return null;
  // A movement is only in the file itself.
  const source = file.type === 'image/gif' ? link.url : (link.thumbnailUrl ?? link.url);
  return (
    <img
      src={source}
      alt=""
      decoding="async"
      draggable={false}
      onError={() => {
        // An address that ended meanwhile is asked for once more.
        if (tries === 0) again();
        else setBroken(true);
        setTries(tries + 1);
      }}
    />
  );
}
