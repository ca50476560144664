'use client';
import { useState } from 'react';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useLanguage } from '../components/language-context.js';
import type { ShownFile } from './shown-file.js';
import { DocumentIcon, DownloadIcon } from './file-icons.js';
import { sizeOf } from './file-shapes.js';
import { saveFile } from './save-file.js';
import { UploadRing } from './upload-ring.js';

/** A document in a bubble: what it is called, how large it is, and the way to save it. */
export function DocumentRow({ file }: { readonly file: ShownFile }) {
  const { t, formats } = useLanguage();
  const client = useChatClient();
  const [failed, setFailed] = useState(false);
  const extension = /\.([^.]{1,5})$/u.exec(file.name)?.[1]?.toUpperCase();
  const pending = file.upload !== undefined && file.upload.state !== 'ready';
  return (
    <button
      type="button"
      className="stm-document"
      disabled={file.upload !== undefined}
      onClick={() =>
        saveFile(client, file.id).then(
          () => setFailed(false),
          () => setFailed(true),
        )
      }
    >
      <span className="stm-document__icon">
        {pending && file.upload !== undefined ? <UploadRing item={file.upload} /> : <DocumentIcon />}
      </span>
      {/* Called by what it does and by what is seen: whoever speaks to the page names what they see. */}
      <span className="stm-hidden">{t('files.download', { name: file.name })}</span>
      <span className="stm-document__lines">
        <bdi className="stm-document__name" aria-hidden="true">
          {file.name}
        </bdi>
        <span className="stm-document__note" role={failed ? 'alert' : undefined}>
          {failed ? t('files.load_failed') : [extension, sizeOf(file.size, formats.locale)].filter(Boolean).join(' · ')}
        </span>
      </span>
      {file.upload === undefined && <DownloadIcon />}
    </button>
  );
}
