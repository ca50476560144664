import { ChatError } from '@stm-chat/client';
import type { ComponentTranslate } from './texts.js';

/** Why a change was refused, to follow a colon. `forbidden` is what changes meet that come too late. */
export function changeReason(error: unknown, t: ComponentTranslate): string {
  if (!(error instanceof ChatError)) return t('reason.other');
  switch (error.code) {
    case 'forbidden':
      return t('reason.too_late');
    case 'chat_closed':
    case 'not_found':
    case 'payload_too_large':
    case 'rate_limited':
    case 'conflict':
    case 'unavailable':
      return t(`reason.${error.code}`);
    default:
      return t('reason.other');
  }
}
