'use client';
import { lazy } from 'react';
import type { MessageItem } from '@stm-chat/client';
import { ChatPart } from '../components/chat-part.js';
import { boxOf, groupFiles } from './file-shapes.js';

const Files = lazy(() => import('./file-bubble.js').then(({ FileBubble }) => ({ default: FileBubble })));

/** The files of a message, in its bubble. What shows them is loaded with the first; their place is kept until then. */
export function MessageFiles({ item }: { readonly item: MessageItem }) {
  return (
    <ChatPart fallback={<Reserved item={item} />}>
      <Files item={item} />
    </ChatPart>
  );
}

function Reserved({ item }: { readonly item: MessageItem }) {
  if (item.kind !== 'message') return <div className="stm-files" style={{ blockSize: 180 }} />;
  const { images, others } = groupFiles(item.message.attachments);
  const [first] = images;
  const { height, width } = images.length === 1 && first !== undefined ? boxOf(first) : albumBox(images.length);
  return <div className="stm-files" style={{ inlineSize: width, blockSize: height + others.length * 60 }} />;
}

/** Two in a row; of an odd number the first has a row of its own. */
function albumBox(count: number): { readonly width: number; readonly height: number } {
  if (count === 0) return { width: 240, height: 0 };
  return { width: 320, height: Math.ceil(count / 2) * 160 };
}
