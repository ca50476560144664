import type { OutgoingMessage } from '@stm-chat/client';
import type { Message } from '@stm-chat/protocol';
import type { ComponentTranslate } from './texts.js';

/** One line that stands for a message in a list, a quote or an announcement. */
export function previewOf(message: Message, t: ComponentTranslate): string {
  if (message.deleted_at !== null) return t('message.deleted');
  const text = oneLine(message.message);
  const [file] = message.attachments;
  if (text !== '' || file === undefined) return text;
  return filesText(message.message_type, message.attachments.length, file.name, t);
}

/** The same of a message that is on its way; `name` is that of its first file. */
export function outgoingPreviewOf(item: OutgoingMessage, name: string | undefined, t: ComponentTranslate): string {
  const text = oneLine(item.text);
  const count = item.uploads?.length ?? 0;
  return text !== '' || count === 0 ? text : filesText(item.type, count, name ?? '', t);
}

function filesText(type: Message['message_type'], count: number, name: string, t: ComponentTranslate): string {
  if (type === 'voice') return t('files.preview.voice');
  if (type !== 'image') return name;
  return count === 1 ? t('files.preview.image') : t('files.preview.images', { number: count });
}

export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
