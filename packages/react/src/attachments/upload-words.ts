import type { UploadError } from '@stm-chat/client';
import type { ComponentTranslate } from '../text/texts.js';

/** Why a file cannot be sent, in words that say what to do. */
export function uploadProblem(error: UploadError | undefined, t: ComponentTranslate): string {
  if (error?.reason !== undefined) return t(`files.error.${error.reason}`);
  if (error?.code === 'payload_too_large') return t('files.error.too_large');
  if (error?.code === 'chat_closed') return t('conversation.closed');
  return t('files.error.failed');
}

/** Whether another try could end otherwise: what was refused for what it is stays refused. */
export function mayRetry(error: UploadError | undefined): boolean {
  return error?.reason === undefined && error?.code !== 'payload_too_large' && error?.code !== 'chat_closed';
}
