import type { Message } from '@stm-chat/protocol';
import type { ComponentTranslate } from './texts.js';

/** One line that stands for a message in a list, a quote or an announcement. */
export function previewOf(message: Message, t: ComponentTranslate): string {
  if (message.deleted_at !== null) return t('message.deleted');
  return oneLine(message.message);
}

export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
