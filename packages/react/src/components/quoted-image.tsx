'use client';
import type { Attachment } from '@stm-chat/protocol';
import { useMemo } from 'react';
import { placeholderOf } from '../attachments/placeholder.js';
import { useFileLink } from '../attachments/use-file-link.js';

/** The first picture of a message that is quoted, small; decorative: the quote says in words what it is. */
export function QuotedImage({ file }: { readonly file: Attachment }) {
  const { link } = useFileLink(file.id);
  const placeholder = useMemo(() => placeholderOf(file.placeholder), [file.placeholder]);
  const style = placeholder === undefined ? {} : { backgroundImage: `url(${placeholder})` };
  return (
    <span className="stm-quote__image" style={style}>
      {link !== undefined && <img src={link.thumbnailUrl ?? link.url} alt="" decoding="async" draggable={false} />}
    </span>
  );
}
