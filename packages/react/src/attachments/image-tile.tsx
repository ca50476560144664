'use client';
import { type ReactNode, useMemo, useState } from 'react';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useLanguage } from '../components/language-context.js';
import type { ShownFile } from './shown-file.js';
import { placeOf } from './file-shapes.js';
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
export function ImageTile(props: ImageTileProps) {
  const { t } = useLanguage();
  const client = useChatClient();
  const { file, onOpen } = props;
  const { upload } = file;
  const local = useObjectUrl(upload?.file ?? client.uploads.localFile(file.id));
  if (local === undefined && upload === undefined) return <RemoteTile {...props} />;
  return (
    <Place {...props} label={t('files.open_image', { name: file.name })} onPress={onOpen}>
      {local !== undefined && <img src={local} alt="" draggable={false} />}
      {upload !== undefined && upload.state !== 'ready' && <UploadRing item={upload} />}
    </Place>
  );
}

/** One that the server has. Where it does not come, pressing it asks again. */
function RemoteTile(props: ImageTileProps) {
  const { t } = useLanguage();
  const { file, onOpen } = props;
  const { link, failed, again } = useFileLink(file.id);
  const [tries, setTries] = useState(0);
  const [broken, setBroken] = useState(false);
  if (failed || broken) {
    const retry = () => {
      setBroken(false);
      again();
    };
    return (
      <Place {...props} label={t('files.load_again', { name: file.name })} onPress={retry}>
        <span className="stm-image__failed">
          <RetryIcon />
          {t('files.load_failed')}
        </span>
      </Place>
    );
  }
  // A movement is only in the file itself.
  const source = file.type === 'image/gif' ? link?.url : (link?.thumbnailUrl ?? link?.url);
  return (
    <Place {...props} label={t('files.open_image', { name: file.name })} onPress={onOpen}>
      {source !== undefined && (
        <img
          // A new one for another try: the address may be the same.
          key={tries}
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
      )}
    </Place>
  );
}

interface PlaceProps extends ImageTileProps {
  readonly label: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function Place({ file, alone, label, onPress, children }: PlaceProps) {
  const placeholder = useMemo(() => placeholderOf(file.placeholder), [file.placeholder]);
  const style = {
    ...(alone ? placeOf(file) : {}),
    ...(placeholder === undefined ? {} : { backgroundImage: `url(${placeholder})` }),
  };
  return (
    <button
      type="button"
      className="stm-image"
      style={style}
      disabled={file.upload !== undefined}
      aria-label={label}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
