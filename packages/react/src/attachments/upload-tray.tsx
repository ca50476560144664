'use client';
import type { UploadItem, Uploads } from '@stm-chat/client';
import { useLanguage } from '../components/language-context.js';
import { CloseIcon } from '../components/icons.js';
import { DocumentIcon, PauseIcon, PlayIcon, RetryIcon } from './file-icons.js';
import { kindOf, sizeOf } from './file-shapes.js';
import { UploadRing } from './upload-ring.js';
import { mayRetry, uploadProblem } from './upload-words.js';
import { useObjectUrl } from './use-object-url.js';

export interface UploadTrayProps {
  readonly items: readonly UploadItem[];
  readonly uploads: Uploads;
}

/** Above the field: the files that go with the message, how far each is, and the ways out. The text is their caption. */
export function UploadTray({ items, uploads }: UploadTrayProps) {
  const { t } = useLanguage();
  return (
    <ul className="stm-tray" aria-label={t('files.tray')}>
      {items.map((item) => (
        <Entry key={item.id} item={item} uploads={uploads} />
      ))}
    </ul>
  );
}

function Entry({ item, uploads }: { readonly item: UploadItem; readonly uploads: Uploads }) {
  const { t, formats } = useLanguage();
  const image = kindOf(item.type) === 'image';
  const preview = useObjectUrl(image ? item.file : undefined);
  const moving = item.state === 'uploading' || item.state === 'queued';
  const note =
    item.state === 'failed'
      ? uploadProblem(item.error, t)
      : t(`files.state.${item.state}`, { size: sizeOf(item.size, formats.locale) });
  return (
    <li className="stm-tray__item" data-state={item.state}>
      <span className="stm-tray__picture">
        {preview === undefined ? <DocumentIcon /> : <img src={preview} alt="" />}
        {item.state !== 'ready' && item.state !== 'failed' && <UploadRing item={item} />}
      </span>
      <span className="stm-tray__lines">
        <bdi className="stm-tray__name">{item.name}</bdi>
        <span className="stm-tray__note" role="status">
          {note}
        </span>
      </span>
      {(moving || item.state === 'paused' || (item.state === 'failed' && mayRetry(item.error))) && (
        <button
          type="button"
          className="stm-icon-button"
          aria-label={t(moving ? 'files.pause' : item.state === 'paused' ? 'files.resume' : 'files.retry', {
            name: item.name,
          })}
          onClick={() => (moving ? uploads.pause(item.id) : uploads.resume(item.id))}
        >
          {moving ? <PauseIcon /> : item.state === 'paused' ? <PlayIcon /> : <RetryIcon />}
        </button>
      )}
      <button
        type="button"
        className="stm-icon-button"
        aria-label={t('files.remove', { name: item.name })}
        onClick={() => uploads.remove(item.id)}
      >
        <CloseIcon />
      </button>
    </li>
  );
}
