'use client';
import { lazy } from 'react';
import type { MessageItem } from '@stm-chat/client';
import { ChatPart } from '../components/chat-part.js';
import { groupFiles, placeOf } from './file-shapes.js';

const Files = lazy(() => import('./file-bubble.js').then(({ FileBubble }) => ({ default: FileBubble })));

/** The files of a message, in its bubble. What shows them is loaded with the first; their place is kept until then. */
export function MessageFiles({ item }: { readonly item: MessageItem }) {
  return (
    <ChatPart fallback={<Reserved item={item} />}>
      <Files item={item} />
    </ChatPart>
  );
}

/** Of an upload, and of a sound or a document, in CSS pixels. */
const UPLOAD = 180;
const ROW = 56;

/** The same boxes as those that come, so that nothing moves when they do. */
function Reserved({ item }: { readonly item: MessageItem }) {
  if (item.kind !== 'message') return <div className="stm-files" style={{ blockSize: UPLOAD }} />;
  const { images, others } = groupFiles(item.message.attachments);
  return (
    <div className="stm-files">
      {images.length > 0 && (
        <div className="stm-album" data-count={images.length}>
          {images.map((file) => (
            <span key={file.id} className="stm-image" style={images.length === 1 ? placeOf(file) : {}} />
          ))}
        </div>
      )}
      {others.map(({ id }) => (
        <div key={id} style={{ blockSize: ROW }} />
      ))}
    </div>
  );
}
