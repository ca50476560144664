import type { Message } from '@stm-chat/protocol';
import type { ComponentTranslate } from './texts.js';

/** One line that stands for a message in a list, a quote or an announcement. */
export function previewOf(message: Message, t: ComponentTranslate): string {
  if (message.deleted_at !== null) return t('message.deleted');
  const text = oneLine(message.message);
  const [file] = message.attachments;
  if (text !== '' || file === undefined) return text;
  if (message.message_type === 'voice') return t('files.preview.voice');
  if (message.message_type !== 'image') return file.name;
  const count = message.attachments.length;
  return count === 1 ? t('files.preview.image') : t('files.preview.images', { number: count });
}

export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
