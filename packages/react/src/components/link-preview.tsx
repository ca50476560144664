'use client';
import type { LinkPreview as Preview } from '@stm-chat/protocol';
import { safeHttpUrl } from '../model/linkify.js';
import { CloseIcon } from './icons.js';
import { useLanguage } from './language-context.js';

export interface LinkPreviewProps {
  readonly preview: Preview;
  /** Of a message of mine: takes it off for everybody. */
  readonly onRemove?: (() => void) | undefined;
}

/** What the page behind a link says of itself, as text, with the host that the link leads to. */
export function LinkPreview({ preview, onRemove }: LinkPreviewProps) {
  const { t } = useLanguage();
  const href = safeHttpUrl(preview.url);
  if (href === null) return null;
  return (
    <div className="stm-preview-card">
      <a className="stm-preview-card__link" href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
        <bdi className="stm-preview-card__site">{preview.site}</bdi>
        <span className="stm-preview-card__title" dir="auto">
          {preview.title}
        </span>
        {preview.description !== null && (
          <span className="stm-preview-card__text" dir="auto">
            {preview.description}
          </span>
        )}
      </a>
      {onRemove !== undefined && (
        <button
          type="button"
          className="stm-icon-button stm-preview-card__remove"
          aria-label={t('preview.remove')}
          onClick={onRemove}
        >
          <CloseIcon />
        </button>
      )}
    </div>
  );
}
