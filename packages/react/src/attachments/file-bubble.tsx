'use client';
import type { MessageItem, UploadItem } from '@stm-chat/client';
import { useMemo, useState } from 'react';
import { useChatClient } from '../hooks/use-chat-client.js';
import { useStore } from '../hooks/use-store.js';
import { DocumentRow } from './document-row.js';
import { groupFiles, kindOf } from './file-shapes.js';
import { ImageTile } from './image-tile.js';
import { ImageViewer } from './image-viewer.js';
import { useConversationContext } from '../components/conversation-context.js';
import { mayForward } from '../model/message-abilities.js';
import type { ShownFile } from './shown-file.js';
import { VoicePlayer } from './voice-player.js';

/** Pictures as one album, sounds to listen to, and documents to save. */
export function FileBubble({ item }: { readonly item: MessageItem }) {
  const client = useChatClient();
  const uploads = useStore(client.uploads.state);
  const [shown, setShown] = useState<number | null>(null);
  const files = useMemo(() => filesOf(item, uploads), [item, uploads]);
  const { images, others } = groupFiles(files);
  const seq = item.kind === 'message' ? item.message.seq : null;
  const chatId = item.kind === 'message' ? item.message.chatId : item.chatId;
  const { summary, meId, forward } = useConversationContext();
  const forwardable = item.kind === 'message' && summary?.status !== 'closed' && mayForward(summary, meId);
  return (
    <div className="stm-files">
      {images.length > 0 && (
        <div className="stm-album" data-count={images.length}>
          {images.map((file, at) => (
            <ImageTile key={file.id} file={file} alone={images.length === 1} onOpen={() => setShown(at)} />
          ))}
        </div>
      )}
      {others.map((file) =>
        kindOf(file.type) === 'sound' ? (
          <VoicePlayer
            key={file.id}
            file={file}
            chatId={chatId}
            seq={seq}
            message={item.kind === 'message' ? item.message : undefined}
          />
        ) : (
          <DocumentRow key={file.id} file={file} />
        ),
      )}
      {shown !== null && (
        <ImageViewer
          files={images}
          first={shown}
          onClose={() => setShown(null)}
          onForward={
            forwardable && forward !== null
              ? () => {
                  setShown(null);
                  forward(item.message);
                }
              : undefined
          }
        />
      )}
    </div>
  );
}

function filesOf(item: MessageItem, uploads: readonly UploadItem[]): readonly ShownFile[] {
  if (item.kind === 'message') return item.message.attachments;
  return (item.uploads ?? []).flatMap((id) => {
    const upload = uploads.find((each) => each.id === id);
    if (upload === undefined) return [];
    const { name, type, size, voice } = upload;
    const sound = voice === undefined ? {} : { duration_ms: voice.durationMs, peaks: [...voice.peaks] };
    return [{ ...(upload.attachment ?? { id, name, type, size, ...sound }), upload }];
  });
}
