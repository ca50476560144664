import type { Notification, Role } from '@stm-chat/protocol';
import { casePath, chatPath } from '../paths.js';
import type { useText } from '../text/use-text.js';

type Translate = ReturnType<typeof useText>;

/** A notification as it is shown, and where it leads; null: nowhere. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly path: string | null;
}

/** What a notification says in the reader's language, where its words are the server's and not a person's. */
export function noticeOf(notification: Notification, role: Role, t: Translate): Notice {
  const { title, body, chatId, dispute, report } = notification;
  const ofChat = chatId === null ? null : chatPath(chatId);
  if (report !== undefined) {
    return { title: t('notice.report'), body: t(`notice.report.${report.code}`), path: ofChat };
  }
  if (dispute === undefined) return { title, body, path: ofChat };
  const path = role === 'lsm' ? casePath(dispute.id) : chatId === null ? null : chatPath(chatId);
  switch (dispute.code) {
    case 'joined':
    case 'returned':
      return { title: t(`notice.${dispute.code}`), body: t(`notice.${dispute.code}.text`), path };
    case 'opened':
    case 'opened_party':
    case 'handed_over':
    case 'resolved':
    case 'withdrawn':
    case 'answer_due':
    case 'answer_missed':
    case 'settle_due':
    case 'settle_missed':
    case 'unclaimed':
      return { title: t(`notice.${dispute.code}`), body, path };
    default:
      return { title, body, path };
  }
}
